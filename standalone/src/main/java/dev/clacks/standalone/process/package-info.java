/** Child processes: how a service is run in a JVM of its own, and the supervisor that starts again what dies. */
@NullMarked
package dev.clacks.standalone.process;

import org.jspecify.annotations.NullMarked;
