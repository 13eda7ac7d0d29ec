/**
 * The data folder of a pipeline: who may use it, what it remembers between runs (secrets, children), and how files with
 * secrets are written.
 */
@NullMarked
package dev.clacks.standalone.data;

import org.jspecify.annotations.NullMarked;
