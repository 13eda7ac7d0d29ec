package dev.clacks.writer.admin;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.admin.Bodies.Ensure;
import dev.clacks.writer.admin.Bodies.FromFailed;
import dev.clacks.writer.admin.Bodies.FromKafka;
import dev.clacks.writer.admin.Bodies.Mark;
import dev.clacks.writer.admin.Bodies.SkipTo;
import dev.clacks.writer.admin.Bodies.ToDiscard;
import dev.clacks.writer.failed.FailedEvents;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.failed.FailedKey;
import dev.clacks.writer.failed.FailedPlace;
import dev.clacks.writer.failed.FailureGroups;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.operation.Operations;
import dev.clacks.writer.partitions.LeafReport;
import dev.clacks.writer.partitions.MissingLeaves;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.ProgressReport;
import dev.clacks.writer.progress.Skip;
import dev.clacks.writer.replay.DryRun;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.ReplayStoppedException;
import dev.clacks.writer.replay.Wish;
import dev.clacks.writer.store.DatabaseSession;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The routes of the admin API. Each request has a database connection of its own. Thread-safe. */
public final class AdminApi {

    private static final int LISTED = 50;

    private final GroupLog log;
    private final List<String> topics;
    private final Supplier<DatabaseSession> sessions;
    private final Operator operator;
    private final Background background;

    /** @param topics that of events first */
    public AdminApi(
            GroupLog log,
            List<String> topics,
            Supplier<DatabaseSession> sessions,
            Operator operator,
            Background background) {
        this.log = log;
        this.topics = List.copyOf(topics);
        this.sessions = sessions;
        this.operator = operator;
        this.background = background;
    }

    /** What a request comes to. */
    record Answer(int status, Object body) {}

    Answer take(Actor actor, Request request) throws Exception {
        List<String> path = request.path();
        String route = request.method() + " " + String.join("/", path.subList(0, Math.min(2, path.size())));
        if (path.size() == 3
                && path.getFirst().equals("operations")
                && request.method().equals("POST")) {
            return operation(actor, id(path.get(1)), path.get(2));
        }
        if (path.size() == 4
                && path.getFirst().equals("failed")
                && request.method().equals("GET")) {
            return show(String.join("/", path.subList(1, 4)));
        }
        if (path.size() == 2
                && path.getFirst().equals("operations")
                && request.method().equals("GET")) {
            return query(session -> Operations.find(session.connection(), id(path.get(1))));
        }
        if (path.size() > 2) {
            throw new Refused(404, "not_found", "Nothing is served here.");
        }
        return switch (route) {
            case "GET progress" ->
                query(session -> Map.of("partitions", ProgressReport.of(session.connection(), log, topics)));
            case "POST progress/skip" -> skip(actor, request.body(SkipTo.class));
            case "GET failed" -> list(request);
            case "GET failed/groups" -> groups(request);
            case "POST failed/mark" -> mark(actor, request.body(Mark.class));
            case "POST failed/discard" -> discard(actor, request.body(ToDiscard.class));
            case "POST replays/kafka" -> {
                FromKafka body = request.body(FromKafka.class);
                yield begin(actor, body.wish(topics.getFirst()), Bodies.is(body.dryRun()), body.rate());
            }
            case "POST replays/failed" -> {
                FromFailed body = request.body(FromFailed.class);
                yield begin(actor, new Wish.OfFailed(body.meant(), false), Bodies.is(body.dryRun()), body.rate());
            }
            case "POST dry-run/cancel" -> {
                background.cancelAlone();
                yield new Answer(202, Map.of("state", "cancelling"));
            }
            case "GET operations" ->
                query(session -> Map.of("operations", Operations.list(session.connection(), LISTED)));
            case "GET partitions" ->
                query(session -> Map.of(
                        "leaves", LeafReport.leaves(session.connection()),
                        "ahead", LeafReport.ahead(session.connection())));
            case "POST partitions/ensure" -> ensure(actor, request.body(Ensure.class));
            default -> throw new Refused(404, "not_found", "Nothing is served here.");
        };
    }

    @FunctionalInterface
    private interface Query {
        Object of(DatabaseSession session) throws Exception;
    }

    private Answer query(Query query) throws Exception {
        try (DatabaseSession session = sessions.get()) {
            return new Answer(200, query.of(session));
        }
    }

    private Answer skip(Actor actor, SkipTo body) throws Exception {
        if (body.partition() == null || body.to() == null) {
            throw new UserErrorException("say which partition is meant, and to which offset: partition, to");
        }
        long to = body.to();
        boolean dryRun = Bodies.dryRunOrYes(body.dryRun(), body.yes());
        var partition = new TopicPartition(body.topic() == null ? topics.getFirst() : body.topic(), body.partition());
        return query(session -> new Skip(log, topics)
                .take(session.connection(), actor, partition, to, dryRun)
                .details());
    }

    private Answer list(Request request) throws Exception {
        String state = request.parameter("state");
        String after = request.parameter("after");
        return query(session -> FailedEvents.list(
                session.connection(),
                request.filter(),
                state == null ? "failed" : state,
                after == null ? null : FailedPlace.parse(after),
                request.limit()));
    }

    private Answer groups(Request request) throws Exception {
        if (request.parameter("state") != null || request.parameter("after") != null) {
            throw new UserErrorException("groups are not listed by an event's state, nor page by page");
        }
        return query(session ->
                Map.of("groups", FailureGroups.list(session.connection(), request.filter(), request.limit())));
    }

    private Answer show(String key) throws Exception {
        return query(session -> {
            FailedEvents.Shown shown = FailedEvents.show(session.connection(), FailedKey.parse(key));
            return Map.of(
                    "event", shown.event(), "raw_base64", Base64.getEncoder().encodeToString(shown.raw()));
        });
    }

    private Answer mark(Actor actor, Mark body) throws Exception {
        FailedFilter filter = body.meant();
        String as = body.as();
        if (as == null || !List.of("open", "muted", "resolved").contains(as)) {
            throw new UserErrorException("as is open, muted or resolved");
        }
        return query(session -> Bodies.is(body.dryRun())
                ? FailureGroups.meant(session.connection(), filter)
                : FailureGroups.mark(session.connection(), actor, filter, as));
    }

    private Answer discard(Actor actor, ToDiscard body) throws Exception {
        boolean dryRun = Bodies.dryRunOrYes(body.dryRun(), body.yes());
        return begin(actor, new Wish.ToDiscard(body.meant()), dryRun, body.rate());
    }

    private Answer begin(Actor actor, Wish wish, boolean dryRun, @Nullable Integer wishedRate) throws Exception {
        int rate = Bodies.rate(wishedRate, dryRun);
        if (dryRun) {
            try {
                return new Answer(200, background.alone(() -> count(wish, rate)));
            } catch (ReplayStoppedException e) {
                throw new Refused(503, "not_counted", String.valueOf(e.getMessage()));
            }
        }
        return new Answer(202, background.start(() -> operator.begin(actor, wish, rate)));
    }

    private Counts count(Wish wish, int rate) throws Exception {
        try (DryRun dryRun = operator.dryRun(wish, rate)) {
            return dryRun.run(done -> {});
        }
    }

    private Answer operation(Actor actor, UUID id, String verb) throws Exception {
        return switch (verb) {
            case "cancel" -> query(session -> Operations.cancel(session.connection(), actor, id));
            case "resume" -> new Answer(202, background.start(() -> operator.resume(actor, id, false)));
            default -> throw new Refused(404, "not_found", "Nothing is served here.");
        };
    }

    private Answer ensure(Actor actor, Ensure body) throws Exception {
        Integer days = body.days();
        if (days == null || days < 0 || days > 366) {
            throw new UserErrorException("days is a number from 0 to 366");
        }
        return query(session -> Bodies.is(body.dryRun())
                ? Map.of("missing", MissingLeaves.list(session.connection(), days))
                : Map.of("made", MissingLeaves.make(session.connection(), actor, days)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("an operation's id is a UUID");
        }
    }
}
