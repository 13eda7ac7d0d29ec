@NullMarked
package dev.clacks.bench;

import org.jspecify.annotations.NullMarked;
