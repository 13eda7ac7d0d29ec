/**
 * What can be set: one record per YAML node.
 */
@NullMarked
package dev.clacks.archiver.config;

import org.jspecify.annotations.NullMarked;
