/** Tests of the event's scanner, rules and decoder. */
@NullMarked
package dev.clacks.common.event;

import org.jspecify.annotations.NullMarked;
