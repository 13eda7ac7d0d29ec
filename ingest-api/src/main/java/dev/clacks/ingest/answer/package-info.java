/**
 * What the door says: error codes with their statuses, the two shapes of an error, the answers to a batch. Pure.
 */
@NullMarked
package dev.clacks.ingest.answer;

import org.jspecify.annotations.NullMarked;
