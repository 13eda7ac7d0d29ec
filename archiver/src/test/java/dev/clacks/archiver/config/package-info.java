/**
 * What can be set, by default and otherwise.
 */
@NullMarked
package dev.clacks.archiver.config;

import org.jspecify.annotations.NullMarked;
