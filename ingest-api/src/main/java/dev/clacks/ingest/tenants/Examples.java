package dev.clacks.ingest.tenants;

import dev.clacks.common.example.FirstEvent;

/**
 * Two ways to send a first event of a new application, with its credentials in them. {@code toString} does not show them.
 *
 * @param rust the lines of a program that uses the SDK
 * @param curl lines for a shell
 */
public record Examples(String rust, String curl) {

    static Examples of(String endpoint, Application application, NewToken token, NewSecret secret) {
        var first =
                new FirstEvent(endpoint, application.orgUuid(), application.appUuid(), token.token(), secret.secret());
        return new Examples(first.rust(), first.curl());
    }

    @Override
    public String toString() {
        return "Examples[]";
    }
}
