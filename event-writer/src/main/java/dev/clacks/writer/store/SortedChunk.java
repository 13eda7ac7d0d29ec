package dev.clacks.writer.store;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.RawRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A chunk's rows by what they are, each in the order of their offsets.
 *
 * @param events the events, those included that come again within the chunk
 * @param failed what failed before the database saw it
 */
record SortedChunk(List<EventRow> events, List<FailedRow> failed) {

    static SortedChunk of(Chunk chunk) {
        var events = new ArrayList<EventRow>(chunk.rows().size());
        var failed = new ArrayList<FailedRow>();
        for (var row : chunk.rows()) {
            switch (row) {
                case EventRow event -> events.add(event);
                case FailedRow failure -> failed.add(failure);
                case RawRow raw ->
                    throw new IllegalArgumentException("offset " + raw.offset() + " has not been decoded yet");
            }
        }
        return new SortedChunk(events, failed);
    }

    Set<String> organisations() {
        var organisations = new TreeSet<String>();
        events.forEach(event -> organisations.add(event.orgId()));
        return organisations;
    }

    /** As PostgreSQL can take them: they come from headers, and a text it cannot hold must not fail the whole chunk. */
    Set<String> applications() {
        var applications = new TreeSet<String>();
        events.forEach(event -> applications.add(FailedEvents.storable(event.appId())));
        failed.forEach(failure -> applications.add(FailedEvents.storable(failure.appId())));
        return applications;
    }

    /** The UTC days on which its records were received. */
    Set<LocalDate> receivedOn(Chunk chunk) {
        var days = new TreeSet<LocalDate>();
        chunk.rows()
                .forEach(row -> days.add(Instant.ofEpochMilli(row.receivedAtMillis())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()));
        return days;
    }

    Instant earliestReceipt(Chunk chunk) {
        return Instant.ofEpochMilli(chunk.rows().stream()
                .mapToLong(row -> row.receivedAtMillis())
                .min()
                .orElseThrow());
    }
}
