/** The demonstration: what it sends, and what it finds where afterwards. */
@NullMarked
package dev.clacks.standalone.demo;

import org.jspecify.annotations.NullMarked;
