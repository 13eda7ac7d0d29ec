/**
 * Dropwizard's server as the door needs it: its ports, its error pages, how answers are written, how it stops, the header that
 * every answer has.
 */
@NullMarked
package dev.clacks.ingest.server;

import org.jspecify.annotations.NullMarked;
