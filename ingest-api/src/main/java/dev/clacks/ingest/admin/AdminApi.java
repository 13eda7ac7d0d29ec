package dev.clacks.ingest.admin;

import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.tenants.Application;
import dev.clacks.ingest.tenants.NewApplication;
import dev.clacks.ingest.tenants.Organisation;
import dev.clacks.ingest.tenants.TenantException;
import dev.clacks.ingest.tenants.Tenants;
import io.dropwizard.util.Duration;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of the admin API. Thread-safe. */
public final class AdminApi {

    private static final String FREE = "free";
    private static final Duration OVERLAP = Duration.hours(24);

    private final Tenants tenants;

    public AdminApi(Tenants tenants) {
        this.tenants = tenants;
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

    record Nothing() {}

    List<Route> routes() {
        return List.of(
                Route.get("orgs", this::organisations),
                Route.create("orgs", this::createOrganisation),
                Route.get("orgs/{org}", call -> tenants.organisations().find(call.name())),
                Route.patch("orgs/{org}", this::changeOrganisation),
                Route.get("apps", this::applications),
                Route.create("apps", this::createApplication),
                Route.get("apps/{app}", call -> tenants.applications().find(call.name())),
                Route.post("apps/{app}/disable", call -> tenants.applications().disable(call.actor(), call.name())),
                Route.post("apps/{app}/enable", call -> tenants.applications().enable(call.actor(), call.name())),
                Route.get(
                        "apps/{app}/tokens",
                        call -> Map.of("tokens", tenants.tokens().list(call.name()))),
                Route.create("apps/{app}/tokens", this::createToken),
                Route.delete(
                        "apps/{app}/tokens/{id}",
                        call -> tenants.tokens().revoke(call.actor(), call.name(), call.number())),
                Route.get(
                        "apps/{app}/secrets",
                        call -> Map.of("secrets", tenants.secrets().list(call.name()))),
                Route.create("apps/{app}/secrets", call -> tenants.secrets().create(call.actor(), call.name())),
                Route.create("apps/{app}/secrets/rotate", this::rotate),
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
        return tenants.organisations()
                .create(call.actor(), wish.id(), wish.name(), wish.tier() == null ? FREE : wish.tier());
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
        if (wish.org() == null) {
            throw TenantException.invalid("say which organisation it belongs to: org");
        }
        return tenants.applications()
                .create(
                        call.actor(),
                        wish.org(),
                        wish.id(),
                        wish.name(),
                        wish.environment() == null ? Application.PRODUCTION : wish.environment());
    }

    private Object createToken(Call call) throws SQLException {
        TokenWish wish = call.body(TokenWish.class);
        return tenants.tokens()
                .create(
                        call.actor(),
                        call.name(),
                        wish.name(),
                        wish.scopes() == null ? Set.of(Token.INGEST) : wish.scopes(),
                        wish.expiresIn() == null
                                ? null
                                : duration("expires_in", wish.expiresIn()).toJavaDuration());
    }

    private Object rotate(Call call) throws SQLException {
        Rotation wish = call.body(Rotation.class);
        Duration overlap = wish.overlap() == null ? OVERLAP : duration("overlap", wish.overlap());
        return tenants.secrets().rotate(call.actor(), call.name(), overlap.toJavaDuration());
    }

    private static Duration duration(String member, String text) {
        try {
            return Duration.parse(text);
        } catch (IllegalArgumentException e) {
            throw TenantException.invalid(member + " is a duration such as 90 d, 24h or 10 min");
        }
    }

    private static <T> Object page(String name, List<T> rows, int limit, Function<T, String> id) {
        var page = new TreeMap<String, @Nullable Object>();
        page.put(name, rows);
        page.put("next", rows.size() < limit ? null : id.apply(rows.getLast()));
        return page;
    }
}
