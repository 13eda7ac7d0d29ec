/**
 * What can be set, and what is refused.
 */
@NullMarked
package dev.clacks.archiver.config;

import org.jspecify.annotations.NullMarked;
