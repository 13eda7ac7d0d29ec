/** The composition: which processes make up the pipeline, what each is told, and in which order they start and stop. */
@NullMarked
package dev.clacks.standalone.stack;

import org.jspecify.annotations.NullMarked;
