/**
 * The writer's settings: one record per YAML node.
 */
@NullMarked
package dev.clacks.writer.config;

import org.jspecify.annotations.NullMarked;
