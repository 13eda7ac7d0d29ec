/**
 * Secrets at rest: master keys as they are configured, and AES-GCM under the current one. What is stored names the key that
 * encrypted it, so keys can be changed one row at a time. Nothing here shows a key or a secret in a text or an error.
 */
@NullMarked
package dev.clacks.ingest.encryption;

import org.jspecify.annotations.NullMarked;
