/**
 * The operators' verbs over the admin port, for whoever bears the admin token.
 */
@NullMarked
package dev.clacks.writer.admin;

import org.jspecify.annotations.NullMarked;
