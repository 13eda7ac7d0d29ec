@NullMarked
package dev.clacks.standalone.stack;

import org.jspecify.annotations.NullMarked;
