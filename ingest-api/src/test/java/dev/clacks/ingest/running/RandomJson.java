package dev.clacks.ingest.running;

import java.util.Random;

/** JSON at random, most of it well-formed, with what tests like best: limits, escapes, depth, keys of the protocol. */
public final class RandomJson {

    private static final String[] KEYS = {
        "event_id", "id", "timestamp", "schema_version", "service", "name", "version", "user_id", "event", "type",
                "data",
        "environment", "ci", "metadata", "a", "a", "", "\\u0061", "\\u0000", "\\ud83d", "ü", "events"
    };
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-0.0",
        "1e400",
        "1e401",
        "-1E-400",
        "1e99999999999",
        "18446744073709551615",
        "\"\"",
        "\"text\"",
        "\"\\ud83d\\ude80\"",
        "\"\\ude80\"",
        "\"\\u0000\"",
        "\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"",
        "\"1.0.0\"",
        "\"550e8400-e29b-41d4-a716-446655440000\"",
        "\"2026-11-24T12:00:00Z\"",
        "\"9999-12-31T23:59:60+23:59\"",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "tru",
        "\"\\x\"",
        "\"\t\"",
        "'x'"
    };
    private static final int MALFORMED = 9;

    private final Random random;

    public RandomJson(Random random) {
        this.random = random;
    }

    /** Any value; one in about thirty scalars is none of JSON's. */
    public String value() {
        return random.nextInt(40) == 0 ? deep() : value(0);
    }

    /** An object. */
    public String object() {
        return object(0);
    }

    private String value(int depth) {
        int kind = random.nextInt(depth > 5 ? 4 : 7);
        return switch (kind) {
            case 0, 1, 2, 3 -> scalar();
            case 4 -> array(depth);
            default -> object(depth);
        };
    }

    private String scalar() {
        int sound = SCALARS.length - MALFORMED;
        return switch (random.nextInt(12)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> "1".repeat(95 + random.nextInt(10));
            case 2 -> "\"" + "x".repeat(random.nextInt(600)) + "\"";
            default -> SCALARS[random.nextInt(random.nextInt(30) == 0 ? SCALARS.length : sound)];
        };
    }

    private String array(int depth) {
        var text = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(value(depth + 1)).append(i > 1 ? "," : "");
        }
        return text.append(']').toString();
    }

    private String object(int depth) {
        var text = new StringBuilder("{");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append('"')
                    .append(KEYS[random.nextInt(KEYS.length)])
                    .append("\":")
                    .append(value(depth + 1))
                    .append(i > 1 ? ", " : "");
        }
        return text.append('}').toString();
    }

    private String deep() {
        int depth = 55 + random.nextInt(20);
        return "[".repeat(depth) + value(6) + "]".repeat(depth);
    }
}
