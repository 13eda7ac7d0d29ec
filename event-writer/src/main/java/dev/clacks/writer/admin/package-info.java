/**
 * The operators' verbs over the admin port: the table of routes, and what each does.
 */
@NullMarked
package dev.clacks.writer.admin;

import org.jspecify.annotations.NullMarked;
