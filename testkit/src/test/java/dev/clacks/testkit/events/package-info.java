/** Tests of the source of events. */
@NullMarked
package dev.clacks.testkit.events;

import org.jspecify.annotations.NullMarked;
