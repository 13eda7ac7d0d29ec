/**
 * A door that runs in the tests' JVM, on a broker and a database of the test kit, and a client that sends what no good
 * client would.
 */
@NullMarked
package dev.clacks.ingest.running;

import org.jspecify.annotations.NullMarked;
