/** Tests of the faults of the network. */
@NullMarked
package dev.clacks.testkit.fault;

import org.jspecify.annotations.NullMarked;
