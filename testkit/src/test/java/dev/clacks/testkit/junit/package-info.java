/** Tests of the extensions, on whatever backing the run asks for. */
@NullMarked
package dev.clacks.testkit.junit;

import org.jspecify.annotations.NullMarked;
