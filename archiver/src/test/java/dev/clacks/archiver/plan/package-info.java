/**
 * What is decided about leaves without asking anybody.
 */
@NullMarked
package dev.clacks.archiver.plan;

import org.jspecify.annotations.NullMarked;
