package dev.clacks.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {

    @Test
    void findsTwoIdsInThePath() {
        assertThat(Target.of("/v1/ingest/org_1/app.2")).isEqualTo(new Target.Path("org_1", "app.2"));
    }

    @Test
    void leavesTheApplicationToTheTokenAtEventsBatch() {
        assertThat(Target.of("/events/batch")).isEqualTo(new Target.TokenOwner());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/v1/ingest",
                "/v1/ingest/",
                "/v1/ingest/a",
                "/v1/ingest/a/",
                "/v1/ingest//b",
                "/v1/ingest/a/b/",
                "/v1/ingest/a/b/c",
                "/v1/ingest/a/b;c",
                "/V1/ingest/a/b",
                "/events/batch/",
                "/events"
            })
    void findsNothingElsewhere(String path) {
        assertThat(Target.of(path)).isNull();
    }

    @Test
    void tellsWhetherBothNamesAreUuids() {
        String uuid = "550e8400-e29b-41d4-a716-446655440000";
        assertThat(new Target.Path(uuid, uuid).uuids()).isTrue();
        assertThat(new Target.Path("app_1", uuid).uuids()).isFalse();
        assertThat(new Target.Path(uuid, "app_1").uuids()).isFalse();
    }
}
