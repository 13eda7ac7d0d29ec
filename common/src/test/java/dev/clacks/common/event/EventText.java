package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON text of a valid event, of which single members can be replaced, added or left out. */
record EventText(Map<String, String> members) {

    /** The server's time in these tests; the valid event is a little older. */
    static final Instant NOW = Instant.parse("2026-11-22T10:30:05Z");

    private static final String[] VALID = {
        "schema_version", "'1.0.0'",
        "event_id", "'550e8400-e29b-41d4-a716-446655440000'",
        "timestamp", "'2026-11-22T10:30:00.123456Z'",
        "service.name", "'my-cli'",
        "service.version", "'1.2.0'",
        "service.language", "'rust'",
        "service.language_version", "'1.75.0'",
        "user_id", "'client_0a'",
        "session_id", "'sess_0b'",
        "environment.os", "'linux'",
        "environment.os_version", "'6.5.0'",
        "environment.arch", "'x86_64'",
        "environment.ci", "false",
        "environment.shell", "'bash'",
        "event.type", "'command_execution'",
        "event.category", "'usage'",
        "event.data", "{'command':'build','duration_ms':150}",
        "metadata.sdk_version", "'telemetry-kit-rust/0.3.0'",
        "metadata.batch_size", "1",
    };

    /** Every member of the protocol's example. Apostrophes stand for quotes in all texts given here. */
    static EventText valid() {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < VALID.length; i += 2) {
            members.put(VALID[i], quoted(VALID[i + 1]));
        }
        return new EventText(members);
    }

    /** With the member at {@code path} set; whatever stood at or below that path is gone. */
    EventText with(String path, String json) {
        Map<String, String> copy = new LinkedHashMap<>();
        boolean placed = false;
        for (Map.Entry<String, String> member : members.entrySet()) {
            boolean same = member.getKey().equals(path) || member.getKey().startsWith(path + ".");
            if (!same) {
                copy.put(member.getKey(), member.getValue());
            } else if (!placed) {
                copy.put(path, quoted(json));
                placed = true;
            }
        }
        copy.putIfAbsent(path, quoted(json));
        return new EventText(copy);
    }

    /** Without the member at {@code path}, and all below it. */
    EventText without(String path) {
        Map<String, String> copy = new LinkedHashMap<>(members);
        copy.keySet().removeIf(key -> key.equals(path) || key.startsWith(path + "."));
        return new EventText(copy);
    }

    String json() {
        Map<String, String> top = new LinkedHashMap<>();
        members.forEach((path, json) -> {
            int dot = path.indexOf('.');
            if (dot < 0) {
                top.put(path, json);
            } else {
                String member = "\"" + path.substring(dot + 1) + "\":" + json;
                top.merge(path.substring(0, dot), member, (before, next) -> before + "," + next);
            }
        });
        return top.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":"
                        + (members.containsKey(entry.getKey()) ? entry.getValue() : "{" + entry.getValue() + "}"))
                .collect(Collectors.joining(",", "{", "}"));
    }

    byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** A batch of these events. */
    static byte[] batch(String... events) {
        return ("{\"events\":[" + String.join(",", events) + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
