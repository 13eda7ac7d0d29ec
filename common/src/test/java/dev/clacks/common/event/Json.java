package dev.clacks.common.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A JSON document as a tree that keeps what trees usually lose: keys given twice, the order, and numbers as they were written. */
sealed interface Json {

    /** Members in order; the same key may come again. */
    record Obj(List<Member> members) implements Json {
        Obj(Member... members) {
            this(new ArrayList<>(List.of(members)));
        }

        /** The value of the first member of that name. */
        Optional<Json> get(String key) {
            return members.stream()
                    .filter(member -> member.key().equals(key))
                    .map(Member::value)
                    .findFirst();
        }
    }

    record Arr(List<Json> elements) implements Json {}

    /** A string, decoded. */
    record Text(String value) implements Json {}

    /** A number, true, false or null, as written. */
    record Word(String text) implements Json {
        boolean isNull() {
            return text.equals("null");
        }

        boolean isBoolean() {
            return text.equals("true") || text.equals("false");
        }

        boolean isNumber() {
            return !isNull() && !isBoolean();
        }
    }

    record Member(String key, Json value) {}

    /** One text for all ways to write the same document: sorted keys, no spaces. */
    default String canonical() {
        return switch (this) {
            case Obj(var members) -> {
                var sorted = new TreeMap<String, String>();
                members.forEach(
                        member -> sorted.put(member.key(), member.value().canonical()));
                yield sorted.toString();
            }
            case Arr(var elements) -> elements.stream().map(Json::canonical).collect(Collectors.joining(",", "[", "]"));
            case Text(var value) -> "\"" + value + "\"";
            case Word(var text) -> text;
        };
    }
}
