/** Tests of the servers in child processes: their data, their ports, their end. */
@NullMarked
package dev.clacks.testkit.embedded;

import org.jspecify.annotations.NullMarked;
