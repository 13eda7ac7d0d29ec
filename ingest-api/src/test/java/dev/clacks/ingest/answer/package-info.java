/** The answers to the byte. */
@NullMarked
package dev.clacks.ingest.answer;

import org.jspecify.annotations.NullMarked;
