/** Tests of the ledger: it must find what is lost, doubled or miscounted. */
@NullMarked
package dev.clacks.testkit.ledger;

import org.jspecify.annotations.NullMarked;
