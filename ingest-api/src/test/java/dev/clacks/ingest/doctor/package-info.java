/** The doctor's findings, without a server. */
@NullMarked
package dev.clacks.ingest.doctor;

import org.jspecify.annotations.NullMarked;
