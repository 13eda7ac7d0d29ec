/** Tests of upkeep. */
@NullMarked
package dev.clacks.archiver.upkeep;

import org.jspecify.annotations.NullMarked;
