@NullMarked
package dev.clacks.standalone.data;

import org.jspecify.annotations.NullMarked;
