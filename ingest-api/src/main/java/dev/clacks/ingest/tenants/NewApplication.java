package dev.clacks.ingest.tenants;

/**
 * An application just made, with its first credentials, which are shown this once. {@code toString} does not show them.
 *
 * @param examples ways to send a first event, with these credentials
 */
public record NewApplication(Application application, NewToken token, NewSecret secret, Examples examples) {}
