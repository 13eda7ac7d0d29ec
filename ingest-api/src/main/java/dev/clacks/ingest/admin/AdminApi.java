package dev.clacks.ingest.admin;

import dev.clacks.ingest.tenants.Application;
import dev.clacks.ingest.tenants.AuditEntry;
import dev.clacks.ingest.tenants.NewApplication;
import dev.clacks.ingest.tenants.Organisation;
import dev.clacks.ingest.tenants.Promotion;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.TenantUsage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of the admin API. Thread-safe. */
public final class AdminApi {

    /** How long a call waits for the removal of staging data: what is left is the archiver's. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Tenants tenants;
    private final TenantUsage usage;

    public AdminApi(Tenants tenants, TenantUsage usage) {
        this.tenants = tenants;
        this.usage = usage;
    }

    /** Bodies of requests; what is absent is null. */
    record NewOrganisation(
            @Nullable String id,
            @Nullable String name,
            @Nullable String tier) {}

    record OrganisationChange(
            @Nullable String name, @Nullable String tier) {}

    record ApplicationWish(
            @Nullable String org,
            @Nullable String id,
            @Nullable String name,
            @Nullable String environment) {}

    record TokenWish(
            @Nullable String name,
            @Nullable Set<String> scopes,
            @Nullable String expiresIn) {}

    record Rotation(@Nullable String overlap) {}

    record PromotionWish(@Nullable Boolean dryRun) {}

    record Nothing() {}

    List<Route> routes() {
        return List.of(
                Route.get("orgs", this::organisations),
                Route.create("orgs", this::createOrganisation),
                Route.get("orgs/{org}", call -> tenants.organisations().find(call.name())),
                Route.patch("orgs/{org}", this::changeOrganisation),
                Route.get("orgs/{org}/usage", call -> usage.ofOrganisation(call.name())),
                Route.get("apps", this::applications),
                Route.create("apps", this::createApplication),
                Route.get("apps/{app}", call -> tenants.applications().find(call.name())),
                Route.get("apps/{app}/usage", call -> usage.ofApplication(call.name())),
                Route.post("apps/{app}/disable", call -> tenants.applications().disable(call.actor(), call.name())),
                Route.post("apps/{app}/enable", call -> tenants.applications().enable(call.actor(), call.name())),
                Route.post("apps/{app}/promote", this::promote),
                Route.get("audit", this::audit),
                Route.get(
                        "apps/{app}/tokens",
                        call -> Map.of("tokens", tenants.tokens().list(call.name()))),
                Route.create("apps/{app}/tokens", this::createToken),
                Route.create("apps/{app}/tokens/{id}/rotate", this::rotateToken),
                Route.delete(
                        "apps/{app}/tokens/{id}",
                        call -> tenants.tokens().revoke(call.actor(), call.name(), call.number())),
                Route.get(
                        "apps/{app}/secrets",
                        call -> Map.of("secrets", tenants.secrets().list(call.name()))),
                Route.create("apps/{app}/secrets", call -> tenants.secrets().create(call.actor(), call.name())),
                Route.create("apps/{app}/secrets/rotate", this::rotateSecret),
                Route.delete(
                        "apps/{app}/secrets/{id}",
                        call -> Map.of("secrets", tenants.secrets().revoke(call.actor(), call.name(), call.number()))));
    }

    private Object organisations(Call call) throws SQLException {
        int limit = call.limit();
        return page(
                "organizations",
                tenants.organisations().list(call.parameter("after"), limit),
                limit,
                Organisation::orgId);
    }

    private Object createOrganisation(Call call) throws SQLException {
        NewOrganisation wish = call.body(NewOrganisation.class);
        return tenants.organisations().create(call.actor(), wish.id(), wish.name(), wish.tier());
    }

    private Object changeOrganisation(Call call) throws SQLException {
        OrganisationChange wish = call.body(OrganisationChange.class);
        return tenants.organisations().change(call.actor(), call.name(), wish.name(), wish.tier());
    }

    private Object applications(Call call) throws SQLException {
        int limit = call.limit();
        return page(
                "applications",
                tenants.applications().list(call.parameter("org"), call.parameter("after"), limit),
                limit,
                Application::appId);
    }

    private NewApplication createApplication(Call call) throws SQLException {
        ApplicationWish wish = call.body(ApplicationWish.class);
        return tenants.applications().create(call.actor(), wish.org(), wish.id(), wish.name(), wish.environment());
    }

    private Object promote(Call call) throws SQLException {
        if (Boolean.TRUE.equals(call.body(PromotionWish.class).dryRun())) {
            return tenants.promotions().plan(call.name());
        }
        Promotion promotion = tenants.promotions().promote(call.actor(), call.name());
        try {
            return tenants.promotions().erase(promotion, PATIENCE, _ -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
            return promotion;
        }
    }

    private Object createToken(Call call) throws SQLException {
        TokenWish wish = call.body(TokenWish.class);
        return tenants.tokens().create(call.actor(), call.name(), wish.name(), wish.scopes(), wish.expiresIn());
    }

    private Object rotateToken(Call call) throws SQLException {
        return tenants.tokens()
                .rotate(
                        call.actor(),
                        call.name(),
                        call.number(),
                        call.body(Rotation.class).overlap());
    }

    private Object rotateSecret(Call call) throws SQLException {
        return tenants.secrets()
                .rotate(call.actor(), call.name(), call.body(Rotation.class).overlap());
    }

    private Object audit(Call call) throws SQLException {
        int limit = call.limit();
        List<AuditEntry> entries =
                tenants.audit().list(call.parameter("org"), call.parameter("app"), call.numberOrNull("before"), limit);
        return page("entries", entries, limit, AuditEntry::auditId);
    }

    private static <T> Object page(String name, List<T> rows, int limit, Function<T, Object> id) {
        var page = new TreeMap<String, @Nullable Object>();
        page.put(name, rows);
        page.put("next", rows.size() < limit ? null : id.apply(rows.getLast()));
        return page;
    }
}
