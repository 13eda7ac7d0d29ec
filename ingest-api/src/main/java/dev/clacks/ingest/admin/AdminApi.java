package dev.clacks.ingest.admin;

import dev.clacks.common.admin.http.Call;
import dev.clacks.common.admin.http.Consent;
import dev.clacks.common.admin.http.Route;
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

    /** How many of a list are shown at once. */
    private static final int USUAL = 500;

    private static final int MOST = 5_000;

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

    record PromotionWish(@Nullable Boolean dryRun, @Nullable Boolean yes) {}

    /** The table of routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("orgs", this::organisations).with("after", "limit"),
                Route.create("orgs", NewOrganisation.class, this::createOrganisation),
                Route.get("orgs/{org}", call -> tenants.organisations().find(call.name())),
                Route.patch("orgs/{org}", OrganisationChange.class, this::changeOrganisation),
                Route.get("orgs/{org}/usage", call -> usage.ofOrganisation(call.name())),
                Route.get("apps", this::applications).with("org", "after", "limit"),
                Route.create("apps", ApplicationWish.class, this::createApplication),
                Route.get("apps/{app}", call -> tenants.applications().find(call.name())),
                Route.get("apps/{app}/usage", call -> usage.ofApplication(call.name())),
                Route.post("apps/{app}/disable", call -> tenants.applications().disable(call.actor(), call.name())),
                Route.post("apps/{app}/enable", call -> tenants.applications().enable(call.actor(), call.name())),
                Route.post("apps/{app}/promote", PromotionWish.class, this::promote),
                Route.get("audit", this::audit).with("org", "app", "before", "limit"),
                Route.get(
                        "apps/{app}/tokens",
                        call -> Map.of("tokens", tenants.tokens().list(call.name()))),
                Route.create("apps/{app}/tokens", TokenWish.class, this::createToken),
                Route.create(
                        "apps/{app}/tokens/{id}/rotate",
                        Rotation.class,
                        (call, wish) ->
                                tenants.tokens().rotate(call.actor(), call.name(), call.number(), wish.overlap())),
                Route.delete(
                        "apps/{app}/tokens/{id}",
                        call -> tenants.tokens().revoke(call.actor(), call.name(), call.number())),
                Route.get(
                        "apps/{app}/secrets",
                        call -> Map.of("secrets", tenants.secrets().list(call.name()))),
                Route.create("apps/{app}/secrets", call -> tenants.secrets().create(call.actor(), call.name())),
                Route.create(
                        "apps/{app}/secrets/rotate",
                        Rotation.class,
                        (call, wish) -> tenants.secrets().rotate(call.actor(), call.name(), wish.overlap())),
                Route.delete(
                        "apps/{app}/secrets/{id}",
                        call -> Map.of("secrets", tenants.secrets().revoke(call.actor(), call.name(), call.number()))));
    }

    private Object organisations(Call call) throws SQLException {
        int limit = call.limit(USUAL, MOST);
        return page(
                "organizations",
                tenants.organisations().list(call.parameter("after"), limit),
                limit,
                Organisation::orgId);
    }

    private Object createOrganisation(Call call, NewOrganisation wish) throws SQLException {
        return tenants.organisations().create(call.actor(), wish.id(), wish.name(), wish.tier());
    }

    private Object changeOrganisation(Call call, OrganisationChange wish) throws SQLException {
        return tenants.organisations().change(call.actor(), call.name(), wish.name(), wish.tier());
    }

    private Object applications(Call call) throws SQLException {
        int limit = call.limit(USUAL, MOST);
        return page(
                "applications",
                tenants.applications().list(call.parameter("org"), call.parameter("after"), limit),
                limit,
                Application::appId);
    }

    private NewApplication createApplication(Call call, ApplicationWish wish) throws SQLException {
        return tenants.applications().create(call.actor(), wish.org(), wish.id(), wish.name(), wish.environment());
    }

    private Object promote(Call call, PromotionWish wish) throws SQLException {
        if (Consent.isDryRun(wish.dryRun(), wish.yes())) {
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

    private Object createToken(Call call, TokenWish wish) throws SQLException {
        return tenants.tokens().create(call.actor(), call.name(), wish.name(), wish.scopes(), wish.expiresIn());
    }

    private Object audit(Call call) throws SQLException {
        int limit = call.limit(USUAL, MOST);
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
