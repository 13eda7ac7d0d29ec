/**
 * What operators see of {@code failed_events}, and what they give up.
 */
@NullMarked
package dev.clacks.writer.failed;

import org.jspecify.annotations.NullMarked;
