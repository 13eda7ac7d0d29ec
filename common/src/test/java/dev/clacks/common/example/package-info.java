/** Tests of the examples. */
@NullMarked
package dev.clacks.common.example;

import org.jspecify.annotations.NullMarked;
