package dev.clacks.archiver.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is due goes to the archive whole, the rest stays. */
class DueLeavesIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate LONG_AGO = LocalDate.parse("2026-03-01");
    private static final LocalDate RECENTLY = LocalDate.parse("2026-05-20");
    private static final Comparator<ArchivedEvent> ORDER = Comparator.comparing(ArchivedEvent::orgId)
            .thenComparing(ArchivedEvent::appId)
            .thenComparing(ArchivedEvent::timestamp);

    @TempDir
    Path folder;

    private final ArchiverSetup setup = ArchiverSetup.on(POSTGRES.newDatabase(), S3);
    private final EventTables tables = setup.tables();

    /** A2, A3: read back by other code than that which compared it. */
    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void a_leaf_past_its_days_is_in_the_archive_and_nowhere_else(ArchiveFormat format) throws Exception {
        var archiver = setup.with(format, 1_000);
        List<UUID> old = tables.write(LONG_AGO, 30, 250);
        List<UUID> young = tables.write(RECENTLY, 30, 20);
        List<String> before = tables.texts(COLUMNS);

        PassResult result = archiver.pass();

        assertThat(result.failures()).isEmpty();
        assertThat(result.archived()).isEqualTo(1);
        assertThat(result.totals().rows()).isEqualTo(250);
        assertThat(tables.stored()).containsExactlyInAnyOrderElementsOf(young);
        assertThat(tables.leafTables()).isEqualTo(1);
        assertThat(archiver.archive().ids()).containsExactlyInAnyOrderElementsOf(old);
        assertThat(archiver.archive().rows()).isSortedAccordingTo(ORDER);
        assertThat(tables.counted()).as("what is archived stays counted").isEqualTo(270);
        assertThat(archiver.archive().rows().stream().map(DueLeavesIT::text).sorted())
                .as("every column as PostgreSQL had it")
                .containsExactlyElementsOf(before);
    }

    private static final String COLUMNS = """
            SELECT concat_ws('|', org_id, app_id, event_id, (extract(epoch FROM "timestamp") * 1000000)::bigint, user_id, coalesce(session_id, '-'), event_type,
                coalesce(event_category, '-'), event_data, service_name, coalesce(ci::text, '-'), coalesce(extra::text, '-'),
                (extract(epoch FROM received_at) * 1000000)::bigint, (extract(epoch FROM created_at) * 1000000)::bigint, kafka_topic_id,
                kafka_partition, kafka_offset, retention_days) COLLATE "C" AS line
            FROM events WHERE "timestamp" < '2026-05-01' ORDER BY line
            """;

    private static String text(ArchivedEvent row) {
        return "%s|%s|%s|%d|%s|%s|%s|%s|%s|%s|%s|%s|%d|%d|%s|%d|%d|%d"
                .formatted(
                        row.orgId(),
                        row.appId(),
                        row.eventId(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, row.timestamp()),
                        row.userId(),
                        row.sessionId() == null ? "-" : row.sessionId(),
                        row.eventType(),
                        row.eventCategory() == null ? "-" : row.eventCategory(),
                        row.eventData(),
                        row.serviceName(),
                        row.ci() == null ? "-" : row.ci(),
                        row.extra() == null ? "-" : row.extra(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, row.receivedAt()),
                        ChronoUnit.MICROS.between(Instant.EPOCH, row.createdAt()),
                        row.kafkaTopicId(),
                        row.kafkaPartition(),
                        row.kafkaOffset(),
                        row.retentionDays());
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void a_large_leaf_becomes_several_objects_under_keys_that_engines_prune_by(ArchiveFormat format) throws Exception {
        var archiver = setup.with(format, 100);
        List<UUID> old = tables.write(LONG_AGO, 90, 250);

        archiver.pass();

        String run = tables.texts("SELECT run_id FROM archive_runs").getFirst();
        String stem = "events/retention=90/dt=2026-03-01/part-" + run + "-";
        assertThat(archiver.archive().keys())
                .containsExactly(
                        stem + "1." + format.suffix(), stem + "2." + format.suffix(), stem + "3." + format.suffix());
        assertThat(archiver.archive().ids()).containsExactlyInAnyOrderElementsOf(old);
        assertThat(archiver.archive().rows()).isSortedAccordingTo(ORDER);
    }

    @Test
    void the_manifest_object_says_what_the_manifest_rows_say() throws Exception {
        tables.write(LONG_AGO, 30, 120);

        setup.with(ArchiveFormat.PARQUET, 100).pass();

        String run = tables.texts("SELECT run_id FROM archive_runs").getFirst();
        Path file = folder.resolve("manifest.json");
        setup.store().fetch("events/retention=30/dt=2026-03-01/_part-" + run + ".json", file);
        JsonNode manifest = new ObjectMapper().readTree(file.toFile());
        assertThat(manifest.get("rows").asLong()).isEqualTo(120);
        assertThat(manifest.get("objects")).hasSize(2);
        assertThat(manifest.get("ids_digest").asText())
                .isEqualTo(tables.texts("SELECT encode(ids_digest, 'hex') FROM archive_runs")
                        .getFirst());
        for (int i = 0; i < 2; i++) {
            JsonNode object = manifest.get("objects").get(i);
            assertThat(tables.texts(
                            "SELECT concat_ws(' ', object_key, rows, bytes, encode(sha256, 'hex'), encode(ids_digest, 'hex')) FROM archive_files WHERE file_no = ?",
                            i + 1))
                    .containsExactly(String.join(
                            " ",
                            object.get("key").asText(),
                            object.get("rows").asText(),
                            object.get("bytes").asText(),
                            object.get("sha256").asText(),
                            object.get("ids_digest").asText()));
            assertThat(HexFormat.of().parseHex(object.get("rows_digest").asText()))
                    .hasSize(32);
        }
    }

    @Test
    void each_class_waits_for_its_own_days() throws Exception {
        List<UUID> thirty = tables.write(LONG_AGO, 30, 3);
        List<UUID> ninety = tables.write(LONG_AGO, 90, 3);
        List<UUID> year = tables.write(LONG_AGO, 365, 3);

        setup.pass();

        // 92 days have passed since the day; of 2026-03-04 it would be too early.
        assertThat(setup.archive().ids())
                .containsAll(thirty)
                .containsAll(ninety)
                .hasSize(6);
        assertThat(tables.stored()).containsExactlyInAnyOrderElementsOf(year);
    }

    @Test
    void an_empty_leaf_is_dropped_without_an_object() throws Exception {
        tables.write(LONG_AGO, 30, 0);

        PassResult result = setup.pass();

        assertThat(result.failures()).isEmpty();
        assertThat(tables.leafTables()).isZero();
        assertThat(setup.store().list("")).isEmpty();
        assertThat(tables.runStates()).containsExactly("done");
    }

    @Test
    void a_second_pass_finds_nothing_to_do() throws Exception {
        tables.write(LONG_AGO, 30, 5);
        setup.pass();
        List<String> keys = setup.store().list("");

        PassResult result = setup.pass();

        assertThat(result.archived()).isZero();
        assertThat(result.succeeded()).isTrue();
        assertThat(setup.store().list("")).isEqualTo(keys);
    }
}
