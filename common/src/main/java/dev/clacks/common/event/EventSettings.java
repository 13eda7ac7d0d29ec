package dev.clacks.common.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What an event may be, as far as it can be set: the YAML node {@code events} of the door, and of the
 * writer, which checks again what it replays.
 *
 * @param acceptedPast how old a timestamp may be, default 90 d
 * @param acceptedFuture how far in the future it may be, default 24 h
 * @param userIdPattern what the whole of a user id must match, default anything
 */
public record EventSettings(
        @MinDuration(value = 1, unit = TimeUnit.MINUTES) Duration acceptedPast,
        @MinDuration(value = 0, unit = TimeUnit.MINUTES) Duration acceptedFuture,
        @Nullable String userIdPattern) {

    public EventSettings {
        if (userIdPattern != null) {
            try {
                Pattern.compile(userIdPattern);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("events.userIdPattern is no regular expression: " + e.getMessage());
            }
        }
    }

    @JsonCreator
    static EventSettings of(
            @JsonProperty("acceptedPast") @Nullable Duration acceptedPast,
            @JsonProperty("acceptedFuture") @Nullable Duration acceptedFuture,
            @JsonProperty("userIdPattern") @Nullable String userIdPattern) {
        return new EventSettings(
                acceptedPast == null ? Duration.days(90) : acceptedPast,
                acceptedFuture == null ? Duration.hours(24) : acceptedFuture,
                userIdPattern);
    }

    /** All defaults. */
    public static EventSettings defaults() {
        return of(null, null, null);
    }

    /** The same for the scanner. */
    public EventRules rules() {
        return new EventRules(
                acceptedPast.toJavaDuration(),
                acceptedFuture.toJavaDuration(),
                userIdPattern == null ? null : Pattern.compile(userIdPattern));
    }
}
