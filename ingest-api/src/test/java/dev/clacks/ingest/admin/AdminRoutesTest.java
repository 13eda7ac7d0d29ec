package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.common.admin.http.Route;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.openapi.OpenApi;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.TenantUsage;
import io.dropwizard.jackson.Jackson;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class AdminRoutesTest {

    private static final JsonNode DOCUMENT = OpenApi.ADMINISTRATION.document();

    private static List<Route> routes() throws JsonProcessingException {
        var tenants = Tenants.of(
                new PGSimpleDataSource(), new AesSecretCipher(MasterKeys.none()), () -> "http://localhost:3000");
        var configuration = Jackson.newObjectMapper().readValue("{}", IngestConfiguration.class);
        var usage = TenantUsage.of(tenants, new PGSimpleDataSource(), configuration, InstantSource.system());
        return new AdminApi(tenants, usage).routes();
    }

    private static String path(Route route) {
        return "/api/v1/" + String.join("/", route.segments());
    }

    @Test
    void theDescriptionHasTheRoutesThatThereAreAndNoOthers() throws JsonProcessingException {
        Set<String> served = new TreeSet<>(Set.of("GET /health", "GET /ready", "GET /metrics", "GET /openapi.json"));
        for (Route route : routes()) {
            served.add(route.method() + " " + path(route));
        }
        Set<String> described = new TreeSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(served);
    }

    @Test
    void theDescriptionNamesTheParametersThatEachRouteTakes() throws JsonProcessingException {
        for (Route route : routes()) {
            Set<String> described = new TreeSet<>();
            for (JsonNode parameter : DOCUMENT.get("paths")
                    .get(path(route))
                    .get(route.method().toLowerCase(Locale.ROOT))
                    .get("parameters")) {
                JsonNode resolved = DOCUMENT.at(parameter.get("$ref").asText().substring(1));
                if (resolved.get("in").asText().equals("query")) {
                    described.add(resolved.get("name").asText());
                }
            }
            assertThat(described).as(path(route)).isEqualTo(route.parameters());
        }
    }
}
