@NullMarked
package dev.clacks.common.time;

import org.jspecify.annotations.NullMarked;
