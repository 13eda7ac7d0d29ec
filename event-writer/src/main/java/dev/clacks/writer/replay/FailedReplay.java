package dev.clacks.writer.replay;

import dev.clacks.common.event.EventDecoder;
import dev.clacks.common.event.EventRejectedException;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.Rejection;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.FailedRows.Kept;
import dev.clacks.writer.replay.FailedRows.Origin;
import dev.clacks.writer.store.DatabaseSession;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Checks failed events again, by today's rules as they were to be applied when the event was received, and hands those that
 * pass to the sink. Where it stands is {@code <topic id>/<partition>/<day of receipt>/<offset>}. For one thread.
 */
final class FailedReplay {

    private static final UUID NO_CLAIM = new UUID(0, 0);
    private static final int DAY_LENGTH = "2026-11-25".length();
    private static final String NO_OWNER = "missing_header";

    private final FailedFilter filter;
    private final EventRules rules;
    private final DatabaseSession session;
    private final ReplaySink sink;
    private final Patience patience;
    private final Throttle throttle;
    private final ChunkLimits limits;
    private final boolean deadlyToo;
    private final LongConsumer progress;
    private final EventDecoder decoder = new EventDecoder();

    /**
     * @param session only to read by
     * @param deadlyToo whether to look at events with which writers died: this process may follow them
     * @param progress is told how many failed events were looked at
     */
    FailedReplay(
            FailedFilter filter,
            EventRules rules,
            DatabaseSession session,
            ReplaySink sink,
            Patience patience,
            Throttle throttle,
            ChunkLimits limits,
            boolean deadlyToo,
            LongConsumer progress) {
        this.filter = filter;
        this.rules = rules;
        this.session = session;
        this.sink = sink;
        this.patience = patience;
        this.throttle = throttle;
        this.limits = limits;
        this.deadlyToo = deadlyToo;
        this.progress = progress;
    }

    private record Place(Origin origin, long offset) {

        /** An older build wrote a time, in the order of which it went: of that day all that is left is looked at. */
        static Place parse(String text) {
            String[] parts = text.split("/", -1);
            String day = parts[2].substring(0, DAY_LENGTH);
            return new Place(
                    new Origin(UUID.fromString(parts[0]), Integer.parseInt(parts[1]), LocalDate.parse(day)),
                    day.equals(parts[2]) ? Long.parseLong(parts[3]) : -1);
        }

        @Override
        public String toString() {
            return origin.topicId() + "/" + origin.partition() + "/" + origin.day() + "/" + offset;
        }
    }

    /** Looks at what is left. */
    void run() throws ReplayStoppedException, InterruptedException {
        List<Origin> origins = patience.query(session, connection -> FailedRows.origins(connection, filter));
        for (Origin origin : origins) {
            Place at = new Place(origin, -1);
            if (!sink.position().isEmpty()) {
                Place stopped = Place.parse(sink.position());
                int order = origin.compareTo(stopped.origin);
                if (order < 0) {
                    continue;
                }
                at = order == 0 ? stopped : at;
            }
            read(at);
        }
    }

    private void read(Place begin) throws ReplayStoppedException, InterruptedException {
        Place at = begin;
        while (true) {
            Place from = at;
            List<Kept> kept = patience.query(
                    session, connection -> FailedRows.read(connection, filter, from.origin, from.offset, limits));
            if (kept.isEmpty()) {
                return;
            }
            at = new Place(from.origin, kept.getLast().offset());
            take(kept, at);
            progress.accept(sink.counts().found());
            throttle.took(kept.size());
        }
    }

    private void take(List<Kept> kept, Place to) throws ReplayStoppedException, InterruptedException {
        var rows = new ArrayList<Row>();
        var errors = new TreeMap<String, Long>();
        long cut = 0;
        for (Kept one : kept) {
            if (one.rawLength() > one.raw().length) {
                cut++;
                continue;
            }
            switch (check(one)) {
                case Passed(EventRow row) -> rows.add(row);
                case Refused(String code) -> errors.merge(code, 1L, Long::sum);
            }
        }
        Counts beside = Counts.refused(errors).plus(Counts.cut(cut));
        if (rows.isEmpty()) {
            sink.step(to.toString(), beside);
            return;
        }
        var source = new Source("failed_events", to.origin.topicId(), to.origin.partition());
        sink.write(
                new Chunk(
                        new Owned(source, NO_CLAIM),
                        rows.getFirst().offset(),
                        rows.getLast().offset() + 1,
                        -1,
                        rows,
                        false,
                        null),
                to.toString(),
                beside);
    }

    private sealed interface Checked permits Passed, Refused {}

    private record Passed(EventRow row) implements Checked {}

    private record Refused(String code) implements Checked {}

    private Checked check(Kept kept) {
        if (kept.orgId() == null || kept.appId() == null) {
            return new Refused(NO_OWNER);
        }
        if (kept.code().equals(Failure.KILLS_WRITER) && !deadlyToo) {
            return new Refused(Failure.KILLS_WRITER);
        }
        Rejection rejection = decoder.check(kept.raw(), rules, kept.receivedAt());
        if (rejection != null) {
            return new Refused(rejection.code().code());
        }
        try {
            return new Passed(new EventRow(
                    kept.offset(),
                    kept.receivedAt().toEpochMilli(),
                    kept.orgId(),
                    kept.appId(),
                    decoder.decode(kept.raw()),
                    kept.raw()));
        } catch (EventRejectedException e) {
            return new Refused(e.rejection().code().code());
        }
    }
}
