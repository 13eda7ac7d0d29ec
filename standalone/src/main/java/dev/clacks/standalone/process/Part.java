package dev.clacks.standalone.process;

import dev.clacks.testkit.embedded.EmbeddedServer;

/**
 * A process of the pipeline and the service it belongs to.
 *
 * @param service such as {@code event-writer}; several processes may belong to it
 * @param server the process, with a name of its own such as {@code event-writer-2}
 */
public record Part(String service, EmbeddedServer server) {

    /** For messages and file names. */
    public String name() {
        return server.name();
    }
}
