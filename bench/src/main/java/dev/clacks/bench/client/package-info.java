/** A client of the wire protocol: what an SDK or a script does to send a signed batch. Shares no code with the server. */
@NullMarked
package dev.clacks.bench.client;

import org.jspecify.annotations.NullMarked;
