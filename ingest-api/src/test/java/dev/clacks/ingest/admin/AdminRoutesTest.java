package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.encryption.MasterKeys;
import dev.clacks.ingest.openapi.OpenApi;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.TenantUsage;
import io.dropwizard.jackson.Jackson;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class AdminRoutesTest {

    @Test
    void theDescriptionHasTheRoutesThatThereAreAndNoOthers() throws JsonProcessingException {
        Set<String> served = new TreeSet<>();
        var tenants = Tenants.of(
                new PGSimpleDataSource(), new AesSecretCipher(MasterKeys.none()), () -> "http://localhost:3000");
        var configuration = Jackson.newObjectMapper().readValue("{}", IngestConfiguration.class);
        var usage = TenantUsage.of(tenants, new PGSimpleDataSource(), configuration, InstantSource.system());
        for (Route route : new AdminApi(tenants, usage).routes()) {
            served.add(route.method() + " /api/v1/" + String.join("/", route.segments()));
        }
        Set<String> described = new TreeSet<>();
        OpenApi.ADMINISTRATION
                .document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(served);
    }
}
