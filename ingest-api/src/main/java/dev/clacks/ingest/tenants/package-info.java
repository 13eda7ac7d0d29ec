/**
 * What an administrator does: organisations, applications, their tokens and secrets, usage. The operations on the database,
 * used by the admin API and by the commands alike; each change leaves a row in {@code audit_log} in its own transaction. They
 * need the rights of {@code clacks_api} and no more.
 */
@NullMarked
package dev.clacks.ingest.tenants;

import org.jspecify.annotations.NullMarked;
