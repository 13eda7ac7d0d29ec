/**
 * What every service process has: configuration, command line, admin endpoints.
 */
@NullMarked
package dev.clacks.common.app;

import org.jspecify.annotations.NullMarked;
