/**
 * Dropwizard's server as the door needs it: its ports, its error pages, the header that every answer has.
 */
@NullMarked
package dev.clacks.ingest.server;

import org.jspecify.annotations.NullMarked;
