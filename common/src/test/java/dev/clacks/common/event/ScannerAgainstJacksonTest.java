package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.InvalidBatchException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The scanner and the decoder against Jackson and {@link PlainRules}, on random bodies. {@code -Dseed=N} repeats a run,
 * {@code -Dlong=true} makes it long.
 */
class ScannerAgainstJacksonTest {
    private static final int BODIES = Boolean.getBoolean("long") ? 300_000 : 6_000;

    private final BatchScanner scanner = new BatchScanner(EventRules.defaults(), 1000);
    private final EventDecoder decoder = new EventDecoder();
    private final UserIdReader users = new UserIdReader();
    private final Map<RejectionCode, Integer> rejections = new EnumMap<>(RejectionCode.class);
    private int accepted;
    private int refusedBodies;

    @Test
    void theyAgreeOnEveryBody() {
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("scanner against Jackson: seed " + seed);
        for (int i = 0; i < BODIES; i++) {
            // A seed for each body: that of a failure alone repeats it in an instant.
            long own = seed + i;
            byte[] body = new RandomBatch(new Random(own)).next();
            try {
                compare(body);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + own + "\n" + new String(body, StandardCharsets.ISO_8859_1), e);
            }
        }
        System.out.printf(
                "scanner against Jackson: %d bodies, %d refused whole, %d events accepted, rejected %s%n",
                BODIES, refusedBodies, accepted, rejections);
        assertThat(rejections.keySet())
                .as("what the bodies must reach, or they prove nothing")
                .hasSize(RejectionCode.values().length - 1);
        assertThat(accepted).isGreaterThan(BODIES / 4);
        assertThat(refusedBodies).isGreaterThan(BODIES / 100);
    }

    private void compare(byte[] body) {
        // The scanner must not look behind the length it was given.
        byte[] longer = Arrays.copyOf(body, body.length + 8);
        Arrays.fill(longer, body.length, longer.length, (byte) '}');
        ScannedBatch scanned = null;
        Reason reason = null;
        try {
            scanned = scanner.scan(longer, body.length, EventText.NOW);
        } catch (InvalidBatchException e) {
            reason = e.reason();
        }
        JacksonTree tree = tree(body);
        List<Json> events = tree == null ? null : events(tree.root());
        if (tree == null || events == null || !events.stream().allMatch(Json.Obj.class::isInstance)) {
            assertThat(reason).isEqualTo(Reason.INVALID_JSON);
            refusedBodies++;
            return;
        }
        if (events.isEmpty()) {
            assertThat(reason).isEqualTo(Reason.EMPTY_BATCH);
            return;
        }
        assertThat(reason).isNull();
        List<ScannedEvent> found = Objects.requireNonNull(scanned).events();
        assertThat(found).hasSameSizeAs(events);
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            compare(body, found.get(i), (Json.Obj) events.get(i), tree.place(events.get(i)), ids);
        }
    }

    private void compare(byte[] body, ScannedEvent scanned, Json.Obj event, int[] place, Set<UUID> ids) {
        assertThat(new int[] {scanned.start(), scanned.end()}).isEqualTo(place);
        UUID id = PlainRules.id(event);
        assertThat(scanned.id()).isEqualTo(id);
        Set<RejectionCode> broken = PlainRules.broken(event, EventText.NOW);
        if (broken.isEmpty() && id != null && !ids.add(id)) {
            broken = Set.of(RejectionCode.DUPLICATE_EVENT_ID);
        }
        Rejection rejection = scanned.rejection();
        if (rejection == null) {
            assertThat(broken).isEmpty();
            accepted++;
        } else {
            assertThat(broken).contains(rejection.code());
            rejections.merge(rejection.code(), 1, Integer::sum);
        }
        byte[] own = Arrays.copyOfRange(body, scanned.start(), scanned.end());
        if (rejection == null || rejection.code() != RejectionCode.DUPLICATE_EVENT_ID) {
            assertThat(decoder.check(own, EventRules.defaults(), EventText.NOW)).isEqualTo(rejection);
        }
        users(own, event);
        if (rejection == null) {
            decoded(own, event, id);
        }
    }

    /** Whatever is wrong with the event, and wherever it was cut off. */
    private void users(byte[] own, Json.Obj event) {
        List<String> expected = event.members().stream()
                .filter(member -> member.key().equals("user_id"))
                .flatMap(member -> switch (member.value()) {
                    case Json.Text(var text) -> Stream.of(text);
                    case Json.Word word -> word.isNull() ? Stream.empty() : Stream.of(word.text());
                    case Json.Obj _, Json.Arr _ -> Stream.empty();
                })
                .toList();
        List<String> found = users.read(own).ids();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            if (StandardCharsets.UTF_8.newEncoder().canEncode(expected.get(i))) {
                assertThat(found.get(i)).isEqualTo(expected.get(i));
            }
        }
        List<String> cut = users.read(Arrays.copyOf(own, own.length * 2 / 3)).ids();
        assertThat(cut).isEqualTo(found.subList(0, cut.size()));
    }

    private void decoded(byte[] own, Json.Obj event, @Nullable UUID id) {
        TelemetryEvent read;
        try {
            read = decoder.decode(own);
        } catch (EventRejectedException e) {
            throw new AssertionError(e.rejection().toString(), e);
        }
        Json.Obj service = within(event, "service");
        Json.Obj environment = within(event, "environment");
        Json.Obj inner = within(event, "event");
        assertThat(read.eventId()).isEqualTo(id);
        assertThat(read.timestampMicros())
                .isEqualTo(PlainRules.micros(Objects.requireNonNull(text(event, "timestamp")))
                        .orElseThrow());
        assertThat(Arrays.asList(
                        read.userId(),
                        read.sessionId(),
                        read.schemaVersion(),
                        read.eventType(),
                        read.eventCategory(),
                        read.serviceName(),
                        read.serviceVersion(),
                        read.serviceLanguage(),
                        read.serviceLanguageVersion(),
                        read.os(),
                        read.osVersion(),
                        read.arch(),
                        read.shell()))
                .isEqualTo(Arrays.asList(
                        text(event, "user_id"),
                        text(event, "session_id"),
                        text(event, "schema_version"),
                        text(inner, "type"),
                        text(inner, "category"),
                        text(service, "name"),
                        text(service, "version"),
                        text(service, "language"),
                        text(service, "language_version"),
                        text(environment, "os"),
                        text(environment, "os_version"),
                        text(environment, "arch"),
                        text(environment, "shell")));
        assertThat(String.valueOf(read.ci()))
                .isEqualTo(environment.get("ci").map(Json::canonical).orElse("null"));
        String sdk = text(within(event, "metadata"), "sdk_version");
        assertThat(read.sdkVersion()).isEqualTo(sdk == null || sdk.codePointCount(0, sdk.length()) > 255 ? null : sdk);
        assertThat(canonical(read.eventData()))
                .isEqualTo(inner.get("data").orElseThrow().canonical());
        Json.Obj extra = extra(event);
        assertThat(read.extra() == null ? "{}" : canonical(read.extra())).isEqualTo(extra.canonical());
    }

    /** What no column holds. */
    private static Json.Obj extra(Json.Obj event) {
        boolean idNames =
                event.get("event_id").filter(value -> !PlainRules.isNull(value)).isEmpty();
        Json.Obj extra = new Json.Obj();
        for (Json.Member member : event.members()) {
            Optional<Member> known = known(Member.WHOLE, member.key());
            if (known.isEmpty() || known.get() == Member.METADATA || (known.get() == Member.ID && !idNames)) {
                extra.members().add(member);
            } else if (known.get().isObject() && member.value() instanceof Json.Obj inner) {
                List<Json.Member> unknown = inner.members().stream()
                        .filter(held -> known(known.get(), held.key()).isEmpty())
                        .toList();
                if (!unknown.isEmpty()) {
                    extra.members().add(new Json.Member(member.key(), new Json.Obj(new ArrayList<>(unknown))));
                }
            }
        }
        return extra;
    }

    private static Optional<Member> known(Member parent, String key) {
        return Arrays.stream(Member.values())
                .filter(member -> member.parent() == parent && member.key().equals(key))
                .findFirst();
    }

    private static @Nullable JacksonTree tree(byte[] body) {
        try {
            return JacksonTree.of(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static String canonical(String json) {
        JacksonTree tree = tree(json.getBytes(StandardCharsets.UTF_8));
        return tree == null ? "not JSON: " + json : tree.root().canonical();
    }

    private static @Nullable List<Json> events(Json root) {
        return root instanceof Json.Obj object
                        && object.members().stream()
                                        .filter(member -> member.key().equals("events"))
                                        .count()
                                == 1
                        && object.get("events").orElse(null) instanceof Json.Arr(var events)
                ? events
                : null;
    }

    private static Json.Obj within(Json.Obj event, String key) {
        return event.get(key).orElse(null) instanceof Json.Obj object ? object : new Json.Obj();
    }

    private static @Nullable String text(Json.Obj holder, String key) {
        return holder.get(key).orElse(null) instanceof Json.Text(var text) ? text : null;
    }
}
