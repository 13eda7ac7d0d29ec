@NullMarked
package dev.clacks.common.admin;

import org.jspecify.annotations.NullMarked;
