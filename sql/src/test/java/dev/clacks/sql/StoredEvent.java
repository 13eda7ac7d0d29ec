package dev.clacks.sql;

/** An event of application {@code app} of organisation {@code org}, on 24 November 2026 in the class of 30 days. */
final class StoredEvent {
    static final String SQL = """
            INSERT INTO events (org_id, app_id, event_id, "timestamp", user_id, event_type, event_data, service_name,
                service_version, schema_version, received_at, kafka_topic_id, kafka_partition, kafka_offset, retention_days)
            VALUES ('org', 'app', '00000000-0000-4000-8000-000000000001', '2026-11-24 00:00Z', 'u', 't', '{}', 's', '1', '1.0.0',
                now(), gen_random_uuid(), 0, 1, 30)""";

    private StoredEvent() {}
}
