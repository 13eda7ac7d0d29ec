/** Who is calling, decided without a database. */
@NullMarked
package dev.clacks.ingest.auth;

import org.jspecify.annotations.NullMarked;
