package dev.clacks.common.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Bodies of requests: most of the events in them valid, some bent in one or two places, some bodies broken by a byte. The same
 * random gives the same bodies.
 */
final class RandomBatch {
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "17",
            "1e5",
            "1E+400",
            "1e-400",
            "0.1",
            "18446744073709551615",
            "1e+300",
            "9".repeat(100),
            "-0." + "1".repeat(99),
            "1e0000000000400");
    private static final List<String> WILD_NUMBERS =
            List.of("1e401", "-2.5E-0401", "9".repeat(101), "0." + "1".repeat(100), "1e99999999999");
    private static final List<String> NO_WORDS =
            List.of("01", "1.", ".5", "+1", "1e", "-", "NaN", "Infinity", "0x1", "tru", "nulL", "");
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "usage",
            "gr\u00fc\u00dfe \ud83d\ude80",
            "a\"b\\c/d",
            "\b\f\n\r\t\u0001\u007f",
            "\uffff",
            "x".repeat(100),
            "x".repeat(101),
            "\ud83d\ude80".repeat(255),
            "x".repeat(256),
            "\u00e9".repeat(255),
            "1.0.0",
            "1.17",
            "2.0",
            "550E8400-e29b-41d4-a716-446655440000");
    private static final List<String> WILD_TEXTS = List.of("\u0000", "\ud800", "x\udc00y", "\ude80\ud83d", "\ud83d");
    private static final List<String> TIMES = List.of(
            "2026-11-22T10:30:00Z",
            "2026-11-22t10:29:59.123456789z",
            "2026-11-22T12:00:00.5+01:30",
            "2026-11-23T10:30:05Z",
            "2026-08-24T10:30:05Z",
            "2026-10-31T23:59:60Z",
            "2026-11-01T01:29:60.9+01:30");
    private static final List<String> WILD_TIMES = List.of(
            "2026-11-23T10:30:05.000001Z",
            "2026-08-24T10:30:04.9999999Z",
            "2026-11-01T10:30:60Z",
            "2026-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T10:30:00",
            "2026-11-22 10:30:00Z",
            "9999-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "2026-11-22T10:30:00.Z",
            "2026-11-22T10:30:00+0100");
    private static final List<String> UNKNOWN_KEYS = List.of(
            "a", "b", "", "k\u00e9y", "\ud83d\ude80", "a rather long unknown key", "ID", "events", "x".repeat(20));
    private static final List<String> KNOWN_KEYS = Arrays.stream(Member.values())
            .map(Member::key)
            .filter(key -> !key.isEmpty())
            .toList();

    private final Random random;

    RandomBatch(Random random) {
        this.random = random;
    }

    byte[] next() {
        List<Json> events = new ArrayList<>();
        for (int i = random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            events.add(random.nextInt(60) == 0 ? value(2, true) : event());
        }
        if (random.nextInt(8) == 0 && !events.isEmpty()) {
            events.add(events.getFirst());
        }
        Json.Obj body = new Json.Obj(new Json.Member("events", new Json.Arr(events)));
        if (random.nextInt(10) == 0) {
            body.members().add(random.nextInt(2), new Json.Member(pick(UNKNOWN_KEYS), value(3, true)));
        }
        Json document = random.nextInt(60) == 0 ? value(3, true) : body;
        byte[] text = JsonText.of(document, random).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(6) == 0 ? broken(text) : text;
    }

    private Json.Obj event() {
        Json.Obj service = new Json.Obj(text("name", "my-cli"), text("version", "1.2.0"));
        Json.Obj inner = new Json.Obj(text("type", "t"), new Json.Member("data", value(3, false)));
        Json.Obj event = new Json.Obj(
                text("schema_version", "1.0.0"),
                text("event_id", new UUID(random.nextLong(), random.nextLong()).toString()),
                text("timestamp", pick(TIMES)),
                new Json.Member("service", service),
                text("user_id", "client_0a"),
                new Json.Member("event", inner));
        if (random.nextBoolean()) {
            Json.Obj environment = object(1, false);
            environment.members().add(text("os", "linux"));
            environment.members().add(new Json.Member("ci", new Json.Word(pick(List.of("true", "false", "null")))));
            event.members().add(new Json.Member("environment", environment));
        }
        if (random.nextBoolean()) {
            Json.Obj metadata = object(2, false);
            metadata.members().add(new Json.Member("sdk_version", value(1, false)));
            event.members().add(new Json.Member("metadata", metadata));
        }
        if (random.nextInt(4) == 0) {
            event.members().add(new Json.Member("id", value(1, false)));
        }
        if (random.nextInt(4) == 0) {
            service.members().add(new Json.Member(pick(UNKNOWN_KEYS), value(2, false)));
        }
        for (int bends = random.nextInt(6) - 3; bends > 0; bends--) {
            bend(event);
        }
        if (random.nextBoolean()) {
            Collections.shuffle(event.members(), random);
        }
        return event;
    }

    private static Json.Member text(String key, String value) {
        return new Json.Member(key, new Json.Text(value));
    }

    /** Changes one thing: a member is taken out, doubled, added, or given another value. */
    private void bend(Json.Obj event) {
        Json within = event.get(pick(List.of("service", "environment", "event", "metadata")))
                .orElse(event);
        List<Json.Member> members =
                random.nextBoolean() && within instanceof Json.Obj inner ? inner.members() : event.members();
        if (members.isEmpty() || random.nextInt(5) == 0) {
            members.add(new Json.Member(pick(random.nextBoolean() ? KNOWN_KEYS : UNKNOWN_KEYS), value(3, true)));
            return;
        }
        int at = random.nextInt(members.size());
        Json.Member member = members.get(at);
        switch (random.nextInt(6)) {
            case 0 -> members.remove(at);
            case 1 -> members.add(random.nextInt(members.size()), member);
            case 2 -> members.set(at, new Json.Member(member.key(), deep()));
            case 3 -> members.set(at, text(member.key(), pick(WILD_TIMES)));
            case 4 -> members.set(at, text(member.key(), pick(TEXTS)));
            default -> members.set(at, new Json.Member(member.key(), value(2, true)));
        }
    }

    /** Nesting around the limit. */
    private Json deep() {
        Json value = new Json.Word("0");
        for (int depth = 58 + random.nextInt(8); depth > 0; depth--) {
            value = random.nextBoolean()
                    ? new Json.Arr(List.of(value))
                    : new Json.Obj(new Json.Member(pick(UNKNOWN_KEYS), value));
        }
        return value;
    }

    /** Any value; where it may be wild, one that breaks a rule or is no JSON at times. */
    private Json value(int depth, boolean wild) {
        boolean nowWild = wild && random.nextInt(4) == 0;
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> new Json.Word("null");
            case 1 -> new Json.Word(random.nextBoolean() ? "true" : "false");
            case 2 -> new Json.Word(pick(!nowWild ? NUMBERS : random.nextInt(9) == 0 ? NO_WORDS : WILD_NUMBERS));
            case 3, 4, 5 -> new Json.Text(pick(nowWild ? WILD_TEXTS : TEXTS));
            case 6 -> {
                List<Json> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(depth - 1, wild));
                }
                yield new Json.Arr(elements);
            }
            default -> object(depth - 1, wild);
        };
    }

    /** An object of unknown keys; where it may be wild, the same one twice at times. */
    private Json.Obj object(int depth, boolean wild) {
        Json.Obj object = new Json.Obj();
        for (int i = random.nextInt(5); i > 0; i--) {
            String key = pick(wild && random.nextInt(8) == 0 ? WILD_TEXTS : UNKNOWN_KEYS);
            if (wild || object.get(key).isEmpty()) {
                object.members().add(new Json.Member(key, value(depth, wild)));
            }
        }
        return object;
    }

    /** With one byte put in, taken out or changed, or cut there; now and then two. */
    private byte[] broken(byte[] text) {
        byte[] bytes = text;
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int kind = random.nextInt(4);
            var out = new ByteArrayOutputStream();
            out.write(bytes, 0, at);
            if (kind < 2) {
                out.write(anyByte());
            }
            int from = kind == 0 ? at : at + 1;
            if (kind < 3) {
                out.write(bytes, from, bytes.length - from);
            }
            bytes = out.toByteArray();
        }
        return bytes;
    }

    private int anyByte() {
        String likely = "{}[]\",:\\ 0123456789-+.eEtrufalsn/b\u0000\n";
        return random.nextBoolean() ? likely.charAt(random.nextInt(likely.length())) : random.nextInt(256);
    }

    private <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }
}
