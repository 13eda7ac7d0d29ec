@NullMarked
package dev.clacks.bench.events;

import org.jspecify.annotations.NullMarked;
