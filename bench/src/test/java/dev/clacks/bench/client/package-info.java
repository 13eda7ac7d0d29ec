@NullMarked
package dev.clacks.bench.client;

import org.jspecify.annotations.NullMarked;
