package dev.clacks.ingest.auth;

import java.util.List;

/**
 * An application as the door knows it.
 *
 * @param orgId canonical id of its organisation
 * @param orgUuid the organisation's other name, lower case
 * @param appId canonical id
 * @param appUuid its other name, lower case
 * @param tier the organisation's tier
 * @param staging whether it is a staging application
 * @param disabled whether it was disabled
 * @param secrets live when loaded, at most two are
 */
public record KnownApplication(
        String orgId,
        String orgUuid,
        String appId,
        String appUuid,
        String tier,
        boolean staging,
        boolean disabled,
        List<Secret> secrets) {

    public KnownApplication {
        secrets = List.copyOf(secrets);
    }
}
