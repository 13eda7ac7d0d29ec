/**
 * The JSON API of a service's administration, on its admin port under the admin token; off until a token is configured. A service
 * declares a table of {@link dev.clacks.common.admin.http.Route routes} with what each does, and nothing else of HTTP.
 */
@NullMarked
package dev.clacks.common.admin.http;

import org.jspecify.annotations.NullMarked;
