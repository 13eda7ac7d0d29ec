/** The way into Kafka, with a producer that only pretends. */
@NullMarked
package dev.clacks.ingest.publish;

import org.jspecify.annotations.NullMarked;
