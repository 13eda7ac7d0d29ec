package dev.clacks.writer.admin;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.WishException;
import dev.clacks.common.admin.http.Answer;
import dev.clacks.common.admin.http.Call;
import dev.clacks.common.admin.http.CallRefusedException;
import dev.clacks.common.admin.http.Consent;
import dev.clacks.common.admin.http.Route;
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
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The routes of the admin API. Each call has a database connection of its own. Thread-safe. */
public final class AdminApi {

    private static final String[] OF_GROUP = {"org", "app", "code", "field", "fingerprint"};
    private static final int USUAL = 50;
    private static final int MOST = 10_000;

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

    /** The table of routes. */
    public List<Route> routes() {
        return List.of(
                Route.get(
                        "progress",
                        _ -> query(
                                session -> Map.of("partitions", ProgressReport.of(session.connection(), log, topics)))),
                Route.post("progress/skip", SkipTo.class, this::skip),
                Route.get("failed", this::list).with(OF_GROUP).with("since", "until", "state", "after", "limit"),
                Route.get("failed/groups", this::groups).with(OF_GROUP).with("limit"),
                Route.get("failed/{topic}/{partition}/{offset}", this::show),
                Route.post("failed/mark", Mark.class, this::mark),
                Route.post("failed/discard", ToDiscard.class, this::discard),
                Route.post("replays/kafka", FromKafka.class, this::fromKafka),
                Route.post("replays/failed", FromFailed.class, this::fromFailed),
                Route.post("dry-run/cancel", _ -> cancelDryRun()),
                Route.get(
                        "operations",
                        _ -> query(session -> Map.of("operations", Operations.list(session.connection(), USUAL)))),
                Route.get(
                        "operations/{id}",
                        call -> query(session -> Operations.find(session.connection(), call.uuid()))),
                Route.post(
                        "operations/{id}/cancel",
                        call -> query(session -> Operations.cancel(session.connection(), call.actor(), call.uuid()))),
                Route.post("operations/{id}/resume", this::resume),
                Route.get("partitions", _ -> query(AdminApi::partitions)),
                Route.post("partitions/ensure", Ensure.class, this::ensure));
    }

    @FunctionalInterface
    private interface Query {
        Object of(DatabaseSession session) throws Exception;
    }

    private Object query(Query query) throws Exception {
        try (DatabaseSession session = sessions.get()) {
            return query.of(session);
        }
    }

    private Object skip(Call call, SkipTo body) throws Exception {
        if (body.partition() == null || body.to() == null) {
            throw new UserErrorException("say which partition is meant, and to which offset: partition, to");
        }
        long to = body.to();
        boolean dryRun = Consent.isDryRun(body.dryRun(), body.yes());
        var partition = new TopicPartition(body.topic() == null ? topics.getFirst() : body.topic(), body.partition());
        return query(session -> new Skip(log, topics)
                .take(session.connection(), call.actor(), partition, to, dryRun)
                .details());
    }

    private Object list(Call call) throws Exception {
        FailedFilter filter = filter(call);
        String state = call.parameter("state");
        String after = call.parameter("after");
        int limit = call.limit(USUAL, MOST);
        return query(session -> FailedEvents.list(
                session.connection(),
                filter,
                state == null ? "failed" : state,
                after == null ? null : FailedPlace.parse(after),
                limit));
    }

    private Object groups(Call call) throws Exception {
        FailedFilter filter = filter(call);
        int limit = call.limit(USUAL, MOST);
        return query(session -> Map.of("groups", FailureGroups.list(session.connection(), filter, limit)));
    }

    /** The failed events that the query means. */
    private static FailedFilter filter(Call call) {
        return new FailedFilter(
                call.parameter("org"),
                call.parameter("app"),
                call.parameter("code"),
                call.parameter("field"),
                call.parameter("fingerprint"),
                call.timeOrNull("since"),
                call.timeOrNull("until"));
    }

    private Object show(Call call) throws Exception {
        FailedKey key = key(call);
        return query(session -> {
            FailedEvents.Shown shown = FailedEvents.show(session.connection(), key);
            return Map.of(
                    "event", shown.event(), "raw_base64", Base64.getEncoder().encodeToString(shown.raw()));
        });
    }

    private static FailedKey key(Call call) {
        try {
            return FailedKey.parse(String.join("/", call.names()));
        } catch (UserErrorException e) {
            throw WishException.notFound(String.valueOf(e.getMessage()));
        }
    }

    private Object mark(Call call, Mark body) throws Exception {
        FailedFilter filter = body.meant();
        String as = body.as();
        if (as == null || !List.of("open", "muted", "resolved").contains(as)) {
            throw new UserErrorException("as is open, muted or resolved");
        }
        return query(session -> Bodies.is(body.dryRun())
                ? FailureGroups.meant(session.connection(), filter)
                : FailureGroups.mark(session.connection(), call.actor(), filter, as));
    }

    private Object discard(Call call, ToDiscard body) throws Exception {
        boolean dryRun = Consent.isDryRun(body.dryRun(), body.yes());
        return begin(call.actor(), new Wish.ToDiscard(body.meant()), dryRun, body.rate());
    }

    private Object fromKafka(Call call, FromKafka body) throws Exception {
        return begin(call.actor(), body.wish(topics.getFirst()), Bodies.is(body.dryRun()), body.rate());
    }

    private Object fromFailed(Call call, FromFailed body) throws Exception {
        return begin(call.actor(), new Wish.OfFailed(body.meant(), false), Bodies.is(body.dryRun()), body.rate());
    }

    private Object begin(Actor actor, Wish wish, boolean dryRun, @Nullable Integer wishedRate) throws Exception {
        int rate = Bodies.rate(wishedRate, dryRun);
        if (dryRun) {
            try {
                return background.alone(() -> count(wish, rate));
            } catch (ReplayStoppedException e) {
                throw new CallRefusedException(503, "not_counted", String.valueOf(e.getMessage()));
            }
        }
        return new Answer(202, background.start(() -> operator.begin(actor, wish, rate)));
    }

    private Counts count(Wish wish, int rate) throws Exception {
        try (DryRun dryRun = operator.dryRun(wish, rate)) {
            return dryRun.run(done -> {});
        }
    }

    private Answer cancelDryRun() throws CallRefusedException {
        background.cancelAlone();
        return new Answer(202, Map.of("state", "cancelling"));
    }

    private Answer resume(Call call) throws Exception {
        return new Answer(202, background.start(() -> operator.resume(call.actor(), call.uuid(), false)));
    }

    private static Object partitions(DatabaseSession session) throws Exception {
        return Map.of(
                "leaves", LeafReport.leaves(session.connection()),
                "ahead", LeafReport.ahead(session.connection()));
    }

    private Object ensure(Call call, Ensure body) throws Exception {
        Integer days = body.days();
        if (days == null || days < 0 || days > 366) {
            throw new UserErrorException("days is a number from 0 to 366");
        }
        return query(session -> Bodies.is(body.dryRun())
                ? Map.of("missing", MissingLeaves.list(session.connection(), days))
                : Map.of("made", MissingLeaves.make(session.connection(), call.actor(), days)));
    }
}
