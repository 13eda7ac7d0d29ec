/** The operations of the administration on a real database, with the rights of clacks_api alone. */
@NullMarked
package dev.clacks.ingest.tenants;

import org.jspecify.annotations.NullMarked;
