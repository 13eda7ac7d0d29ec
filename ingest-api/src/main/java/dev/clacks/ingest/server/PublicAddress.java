package dev.clacks.ingest.server;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.ingest.config.IngestConfiguration;

/** Where clients reach the door, for the examples that are shown for a new application. */
public final class PublicAddress {

    private PublicAddress() {}

    /** {@code admin.publicUrl}; where that is not set, this host's name for itself and the door's port. */
    public static String of(IngestConfiguration configuration) {
        String configured = configuration.admin().publicUrl();
        if (configured != null) {
            return configured;
        }
        if (configuration.getServerFactory() instanceof DoorServerFactory server) {
            return "http://localhost:" + server.localPort();
        }
        throw new UserErrorException("server.type must be door");
    }
}
