package dev.clacks.writer.command;

import dev.clacks.common.app.UserErrorException;
import io.dropwizard.util.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as operators write them. */
final class Times {

    private Times() {}

    /** {@code 2026-11-25T10:00:00Z}, {@code 2026-11-25} (midnight, UTC), or a time ago such as {@code 90m} or {@code 2d}. */
    static @Nullable Instant parse(@Nullable String text, InstantSource clock) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == "2026-11-25".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            // perhaps a duration
        }
        try {
            return clock.instant().minus(Duration.parse(text).toJavaDuration());
        } catch (IllegalArgumentException e) {
            throw new UserErrorException(
                    "a time is written as 2026-11-25T10:00:00Z, as 2026-11-25 or as a time ago such as 90m, not "
                            + text);
        }
    }
}
