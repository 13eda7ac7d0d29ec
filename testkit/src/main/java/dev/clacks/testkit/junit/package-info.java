/**
 * JUnit extensions that give a test class a broker, a database or an object store. A server is started when the first
 * class asks for one and serves all classes of the JVM; each class has topics, a database, a bucket of its own. By default
 * the servers are child processes; with the system property {@code backing=containers} they are containers.
 */
@NullMarked
package dev.clacks.testkit.junit;

import org.jspecify.annotations.NullMarked;
