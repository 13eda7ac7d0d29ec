package dev.clacks.ingest.auth;

import dev.clacks.ingest.request.Names;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param promotedAt when staging became production, or null
 * @param secrets live when loaded, at most two are
 * @param unopened secrets that were live when loaded, too, and could not be opened
 */
public record KnownApplication(
        String orgId,
        String orgUuid,
        String appId,
        String appUuid,
        String tier,
        boolean staging,
        boolean disabled,
        @Nullable Instant promotedAt,
        List<Secret> secrets,
        List<UnopenedSecret> unopened) {

    public KnownApplication {
        secrets = List.copyOf(secrets);
        unopened = List.copyOf(unopened);
    }

    /** One that was never promoted, and whose secrets could all be opened. */
    public KnownApplication(
            String orgId,
            String orgUuid,
            String appId,
            String appUuid,
            String tier,
            boolean staging,
            boolean disabled,
            List<Secret> secrets) {
        this(orgId, orgUuid, appId, appUuid, tier, staging, disabled, null, secrets, List.of());
    }

    /** How many live secrets could not be opened. */
    public long unopenedAt(Instant now) {
        return unopened.stream().filter(secret -> secret.liveAt(now)).count();
    }

    /** Whether it is of the organisation of that name, in either form. */
    public boolean isOf(String organisation) {
        return is(organisation, orgId, orgUuid);
    }

    /** Whether that is its name, in either form. */
    public boolean isNamed(String name) {
        return is(name, appId, appUuid);
    }

    private static boolean is(String name, String id, String uuid) {
        String normal = Names.normal(name);
        return normal.equals(Names.normal(id)) || normal.equals(uuid);
    }

    /**
     * When a request of {@code now} counts as received: never before the promotion, whose time is that of PostgreSQL's clock,
     * or what is acknowledged to a production application would be erased as staging data.
     */
    public Instant receivedAt(Instant now) {
        return promotedAt != null && now.isBefore(promotedAt) ? promotedAt : now;
    }
}
