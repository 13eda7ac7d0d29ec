package dev.clacks.archiver.restore;

import dev.clacks.archiver.format.ArchivedEvent;
import dev.clacks.archiver.format.EventColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;

/** Inserts rows as they were archived, some hundred at a time. For one thread. */
final class RestoredRows implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 500;

    private final PreparedStatement insert;
    private int pending;

    RestoredRows(Connection connection, RestoreTarget target) throws SQLException {
        String values = String.join(", ", Collections.nCopies(EventColumns.NAMES.size(), "?"));
        insert = connection.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)".formatted(target.name(), EventColumns.sqlList(), values));
    }

    void add(ArchivedEvent row) throws SQLException {
        int i = 0;
        insert.setString(++i, row.orgId());
        insert.setString(++i, row.appId());
        insert.setObject(++i, row.eventId());
        insert.setObject(++i, time(row.timestamp()));
        insert.setString(++i, row.userId());
        insert.setString(++i, row.sessionId());
        insert.setString(++i, row.eventType());
        insert.setString(++i, row.eventCategory());
        insert.setObject(++i, row.eventData(), Types.OTHER);
        insert.setString(++i, row.serviceName());
        insert.setString(++i, row.serviceVersion());
        insert.setString(++i, row.serviceLanguage());
        insert.setString(++i, row.serviceLanguageVersion());
        insert.setString(++i, row.os());
        insert.setString(++i, row.osVersion());
        insert.setString(++i, row.arch());
        insert.setObject(++i, row.ci());
        insert.setString(++i, row.shell());
        insert.setString(++i, row.sdkVersion());
        insert.setString(++i, row.schemaVersion());
        insert.setObject(++i, row.extra(), Types.OTHER);
        insert.setObject(++i, time(row.receivedAt()));
        insert.setObject(++i, time(row.createdAt()));
        insert.setObject(++i, row.kafkaTopicId());
        insert.setObject(++i, row.kafkaPartition());
        insert.setObject(++i, row.kafkaOffset());
        insert.setInt(++i, row.retentionDays());
        insert.addBatch();
        if (++pending == ROWS_AT_ONCE) {
            flush();
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private void flush() throws SQLException {
        insert.executeBatch();
        pending = 0;
    }

    /** Sends what is left. */
    @Override
    public void close() throws SQLException {
        try (insert) {
            if (pending > 0) {
                flush();
            }
        }
    }
}
