/**
 * Says what is wrong with a signed request, to those who may know: each of the door's steps, and which mistake would explain a
 * signature that does not hold. It uses no nonce up, publishes and stores nothing, and never shows a signature or a secret.
 */
@NullMarked
package dev.clacks.ingest.doctor;

import org.jspecify.annotations.NullMarked;
