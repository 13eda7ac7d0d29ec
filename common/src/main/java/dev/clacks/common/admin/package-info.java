/** What every service's administration has in common: who does something, how it is noted, and its JSON. */
@NullMarked
package dev.clacks.common.admin;

import org.jspecify.annotations.NullMarked;
