package dev.clacks.ingest.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What sends events.
 *
 * @param orgId canonical name of its organisation
 * @param orgUuid the organisation's other name
 * @param appId its canonical name, which events bear
 * @param appUuid its other name
 * @param name for people
 * @param tier its organisation's
 * @param environment {@link #PRODUCTION} or {@link #STAGING}
 * @param disabledAt since when the door refuses it, or null
 * @param promotedAt when staging became production, or null
 */
public record Application(
        String orgId,
        String orgUuid,
        String appId,
        String appUuid,
        String name,
        String tier,
        String environment,
        Instant createdAt,
        @Nullable Instant disabledAt,
        @Nullable Instant promotedAt) {

    public static final String PRODUCTION = "production";
    public static final String STAGING = "staging";

    public boolean staging() {
        return environment.equals(STAGING);
    }
}
