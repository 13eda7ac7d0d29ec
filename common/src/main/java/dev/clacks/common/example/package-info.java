/**
 * Examples for users, with their own values filled in: what an administrator is shown for a new application.
 */
@NullMarked
package dev.clacks.common.example;

import org.jspecify.annotations.NullMarked;
