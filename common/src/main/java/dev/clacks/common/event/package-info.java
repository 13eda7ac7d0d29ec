/**
 * The event as clients send it: the strict scanner of its bytes, the rules it must keep, its decoded form.
 */
@NullMarked
package dev.clacks.common.event;

import org.jspecify.annotations.NullMarked;
