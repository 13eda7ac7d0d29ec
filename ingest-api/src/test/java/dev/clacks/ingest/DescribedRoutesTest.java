package dev.clacks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.door.Served;
import dev.clacks.ingest.openapi.OpenApi;
import dev.clacks.ingest.request.Target;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class DescribedRoutesTest {

    @Test
    void theDescriptionHasTheDoorsRoutesAndNoOthers() {
        Set<String> served = new TreeSet<>(Set.of("post " + Target.BATCH, "post " + Target.INGEST + "{org}/{app}"));
        for (Served each : DoorRoutes.SERVED) {
            served.add((each.methods().contains("POST") ? "post " : "get ") + each.label());
        }
        JsonNode paths = OpenApi.DOOR.document().get("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        assertThat(described).isEqualTo(served);
    }
}
