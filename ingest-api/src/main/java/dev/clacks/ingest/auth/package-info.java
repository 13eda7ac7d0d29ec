/**
 * Who is calling: signatures, the known applications with their secrets and tokens, the time window, nonces. Everything
 * but the loading of credentials is pure.
 */
@NullMarked
package dev.clacks.ingest.auth;

import org.jspecify.annotations.NullMarked;
