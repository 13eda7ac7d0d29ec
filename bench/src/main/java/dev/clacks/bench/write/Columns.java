package dev.clacks.bench.write;

import dev.clacks.bench.lab.LabEvents;
import dev.clacks.common.event.TelemetryEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of {@code events} that a writer fills, and what stands in them. */
final class Columns {

    /**
     * One column.
     *
     * @param name quoted where SQL demands it
     * @param type its SQL type
     */
    record Column(String name, String type, Function<Row, @Nullable Object> value) {

        boolean isJson() {
            return type.equals("jsonb");
        }
    }

    /** A row before it has columns. */
    record Row(String app, TelemetryEvent event, Instant receivedAt, long offset, int retentionDays) {}

    private static final UUID TOPIC_ID = UUID.randomUUID();

    private static final List<Column> ALL = List.of(
            new Column("event_id", "uuid", row -> row.event.eventId()),
            new Column(
                    "\"timestamp\"",
                    "timestamptz",
                    row -> utc(Instant.EPOCH.plus(row.event.timestampMicros(), ChronoUnit.MICROS))),
            new Column("received_at", "timestamptz", row -> utc(row.receivedAt)),
            new Column("kafka_offset", "bigint", row -> row.offset),
            new Column("kafka_partition", "integer", row -> 0),
            new Column("retention_days", "integer", row -> row.retentionDays),
            new Column("kafka_topic_id", "uuid", row -> TOPIC_ID),
            new Column("ci", "boolean", row -> row.event.ci()),
            new Column("org_id", "text", row -> LabEvents.ORG),
            new Column("app_id", "text", row -> row.app),
            new Column("user_id", "text", row -> row.event.userId()),
            new Column("session_id", "text", row -> row.event.sessionId()),
            new Column("event_type", "text", row -> row.event.eventType()),
            new Column("event_category", "text", row -> row.event.eventCategory()),
            new Column("service_name", "text", row -> row.event.serviceName()),
            new Column("service_version", "text", row -> row.event.serviceVersion()),
            new Column("service_language", "text", row -> row.event.serviceLanguage()),
            new Column("service_language_version", "text", row -> row.event.serviceLanguageVersion()),
            new Column("os", "text", row -> row.event.os()),
            new Column("os_version", "text", row -> row.event.osVersion()),
            new Column("arch", "text", row -> row.event.arch()),
            new Column("shell", "text", row -> row.event.shell()),
            new Column("sdk_version", "text", row -> row.event.sdkVersion()),
            new Column("schema_version", "text", row -> row.event.schemaVersion()),
            new Column("event_data", "jsonb", row -> row.event.eventData()),
            new Column("extra", "jsonb", row -> row.event.extra()));

    /** All of them, separated by commas. */
    static final String NAMES = ALL.stream().map(Column::name).collect(Collectors.joining(", "));

    static final int COUNT = ALL.size();

    private Columns() {}

    /** For each column what the function makes of its number, from 0, and of itself; separated by commas. */
    static String each(BiFunction<Integer, Column, String> text) {
        var all = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            all.append(i == 0 ? "" : ", ").append(text.apply(i, ALL.get(i)));
        }
        return all.toString();
    }

    /** The row's values in the order of the columns, as JDBC takes them. */
    static @Nullable Object[] values(Row row) {
        var values = new @Nullable Object[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = ALL.get(i).value.apply(row);
        }
        return values;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
