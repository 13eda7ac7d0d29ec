package dev.clacks.common.event;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The protocol's field table said once more, in the plainest way, over a tree: slow, and nothing in common with the scanner. */
final class PlainRules {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final Pattern TIME_FORM =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final Pattern NUMBER = Pattern.compile("-?([0-9]+)(?:\\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?");

    private final Json.Obj event;
    private final Instant now;
    private final Set<RejectionCode> broken = EnumSet.noneOf(RejectionCode.class);

    private PlainRules(Json.Obj event, Instant now) {
        this.event = event;
        this.now = now;
    }

    /** Every rule that the event breaks by itself, its size apart. */
    static Set<RejectionCode> broken(Json.Obj event, Instant now) {
        var rules = new PlainRules(event, now);
        rules.general(event, 1);
        rules.fields();
        return rules.broken;
    }

    /** The event's id, or null where none can be read. */
    static @Nullable UUID id(Json.Obj event) {
        Json named = event.get("event_id")
                .filter(value -> !isNull(value))
                .or(() -> event.get("id"))
                .orElse(null);
        return named instanceof Json.Text(var text) && UUID_FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /** The text's time in microseconds since the epoch, truncated; empty where it is none. */
    static Optional<Long> micros(String text) {
        Matcher form = TIME_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        boolean leap = form.group(3).equals("60");
        try {
            String seconds = leap ? "59" : form.group(3);
            ZoneOffset zone = ZoneOffset.UTC;
            Duration east = Duration.ZERO;
            if (form.group(5).length() > 1) {
                // java.time's own zones end at 18 hours, RFC 3339's at 23:59.
                int hours = Integer.parseInt(form.group(5).substring(1, 3));
                int minutes = Integer.parseInt(form.group(5).substring(4));
                if (hours > 23 || minutes > 59) {
                    return Optional.empty();
                }
                east = Duration.ofHours(hours).plusMinutes(minutes);
                east = form.group(5).startsWith("-") ? east.negated() : east;
            }
            OffsetDateTime time = LocalDateTime.parse(form.group(1) + "T" + form.group(2) + ":" + seconds)
                    .atOffset(zone)
                    .minus(east);
            if (leap) {
                return time.getHour() == 23 && time.getMinute() == 59
                        ? Optional.of(time.toEpochSecond() * 1_000_000 + 1_000_000)
                        : Optional.empty();
            }
            String fraction = form.group(4) == null ? "" : form.group(4).substring(1);
            long micros = Long.parseLong((fraction + "000000").substring(0, 6));
            return Optional.of(time.toEpochSecond() * 1_000_000 + micros);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void general(Json value, int depth) {
        switch (value) {
            case Json.Obj(var members) -> {
                breaks(depth > 64, RejectionCode.INVALID_SCHEMA);
                Set<String> keys = new HashSet<>();
                for (Json.Member member : members) {
                    unicode(member.key());
                    breaks(!keys.add(member.key()), RejectionCode.DUPLICATE_KEY);
                    general(member.value(), depth + 1);
                }
            }
            case Json.Arr(var elements) -> {
                breaks(depth > 64, RejectionCode.INVALID_SCHEMA);
                elements.forEach(element -> general(element, depth + 1));
            }
            case Json.Text(var text) -> unicode(text);
            case Json.Word word -> {
                if (word.isNumber()) {
                    number(word.text());
                }
            }
        }
    }

    private void unicode(String text) {
        boolean storable = text.codePoints()
                .allMatch(point -> point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE));
        breaks(!storable, RejectionCode.INVALID_UNICODE);
    }

    private void number(String text) {
        Matcher parts = NUMBER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        int digits = parts.group(1).length()
                + (parts.group(2) == null ? 0 : parts.group(2).length());
        BigInteger exponent =
                new BigInteger(parts.group(3) == null ? "0" : parts.group(3).replace("+", ""));
        breaks(
                digits > 100 || exponent.abs().compareTo(BigInteger.valueOf(400)) > 0,
                RejectionCode.NUMBER_OUT_OF_RANGE);
    }

    private void fields() {
        breaks(
                !text(event, "schema_version")
                        .filter(text -> text.matches("1\\.[0-9]+(\\.[0-9]+)?"))
                        .isPresent(),
                RejectionCode.UNSUPPORTED_SCHEMA);
        breaks(id(event) == null, RejectionCode.INVALID_EVENT_ID);
        Optional<Long> time = text(event, "timestamp").flatMap(PlainRules::micros);
        breaks(time.isEmpty(), RejectionCode.INVALID_TIMESTAMP);
        time.ifPresent(micros -> {
            long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
            breaks(
                    micros < nowMicros - Duration.ofDays(90).toMillis() * 1000
                            || micros > nowMicros + Duration.ofHours(24).toMillis() * 1000,
                    RejectionCode.TIMESTAMP_OUT_OF_RANGE);
        });
        schema(required(event, "user_id", 255));
        schema(optional(event, List.of("session_id")));
        Optional<Json> service = event.get("service");
        schema(service.filter(Json.Obj.class::isInstance).isPresent());
        service.ifPresent(value -> schema(required(value, "name", 255)
                && required(value, "version", 100)
                && optional(value, List.of("language", "language_version"))));
        event.get("environment")
                .filter(value -> !isNull(value))
                .ifPresent(value -> schema(value instanceof Json.Obj object
                        && optional(value, List.of("os", "os_version", "arch", "shell"))
                        && object.get("ci")
                                .map(ci -> ci instanceof Json.Word word && (word.isNull() || word.isBoolean()))
                                .orElse(true)));
        Optional<Json> inner = event.get("event");
        schema(inner.filter(Json.Obj.class::isInstance).isPresent());
        inner.ifPresent(value -> schema(required(value, "type", 255)
                && optional(value, List.of("category"))
                && ((Json.Obj) value).get("data").isPresent()));
    }

    private static boolean required(Json holder, String key, int longest) {
        return text(holder, key)
                .filter(text -> !text.isEmpty() && text.codePointCount(0, text.length()) <= longest)
                .isPresent();
    }

    private static boolean optional(Json holder, List<String> keys) {
        return holder instanceof Json.Obj object
                && keys.stream()
                        .allMatch(key -> object.get(key)
                                .map(value -> isNull(value)
                                        || (value instanceof Json.Text(var text)
                                                && text.codePointCount(0, text.length()) <= 255))
                                .orElse(true));
    }

    private static Optional<String> text(Json holder, String key) {
        return holder instanceof Json.Obj object && object.get(key).orElse(null) instanceof Json.Text(var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    static boolean isNull(Json value) {
        return value instanceof Json.Word word && word.isNull();
    }

    private void schema(boolean holds) {
        breaks(!holds, RejectionCode.INVALID_SCHEMA);
    }

    private void breaks(boolean isBroken, RejectionCode code) {
        if (isBroken) {
            broken.add(code);
        }
    }
}
