/**
 * The way back: archived objects, verified, into a table of their own. They do not become part of {@code events} again: the
 * archive stays the one place where they are.
 */
@NullMarked
package dev.clacks.archiver.restore;

import org.jspecify.annotations.NullMarked;
