/**
 * The JSON API of the administration, on the admin port under the admin token; off until a token is configured. It turns
 * requests into operations of {@code tenants} and their results into answers, nothing else.
 */
@NullMarked
package dev.clacks.ingest.admin;

import org.jspecify.annotations.NullMarked;
