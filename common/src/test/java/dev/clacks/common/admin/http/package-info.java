@NullMarked
package dev.clacks.common.admin.http;

import org.jspecify.annotations.NullMarked;
