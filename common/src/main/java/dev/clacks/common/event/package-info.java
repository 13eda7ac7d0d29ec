/**
 * An event on its way through the pipeline: finding the events of a request body without building a tree, the rules each
 * must obey, and the reading of one event into the columns it is stored in. Pure logic: no input or output, no clock of
 * its own. The rules are those of the wire protocol's field table, and both ends use the same ones, so what the front
 * door accepts the writer can store.
 */
@NullMarked
package dev.clacks.common.event;

import org.jspecify.annotations.NullMarked;
