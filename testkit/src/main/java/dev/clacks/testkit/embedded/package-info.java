/**
 * Kafka, PostgreSQL and an S3 server as child processes of this one, with their data below a given directory. They are
 * the real servers, started durable, and can be killed and started again on the same data. {@code clacks up} runs on
 * them as well as the integration tests do, so nothing here knows of a test framework.
 */
@NullMarked
package dev.clacks.testkit.embedded;

import org.jspecify.annotations.NullMarked;
