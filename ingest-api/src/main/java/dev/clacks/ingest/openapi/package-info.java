/**
 * The description of the HTTP interfaces for programs, OpenAPI 3.1: written by hand, but for the codes, which are those of the
 * code itself.
 */
@NullMarked
package dev.clacks.ingest.openapi;

import org.jspecify.annotations.NullMarked;
