/**
 * A record of what the server acknowledged, kept outside of it, and the question whether all of it is in exactly one
 * place: the promise of the system, asked at the end of every fault test.
 */
@NullMarked
package dev.clacks.testkit.ledger;

import org.jspecify.annotations.NullMarked;
