/** Failed events as operators see them. */
@NullMarked
package dev.clacks.writer.failed;

import org.jspecify.annotations.NullMarked;
