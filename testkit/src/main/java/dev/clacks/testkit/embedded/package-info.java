/**
 * Kafka, PostgreSQL and S3 as child processes.
 */
@NullMarked
package dev.clacks.testkit.embedded;

import org.jspecify.annotations.NullMarked;
