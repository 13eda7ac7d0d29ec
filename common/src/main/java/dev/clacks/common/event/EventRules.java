package dev.clacks.common.event;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that an operator can set; all others are fixed by the protocol.
 *
 * @param acceptedPast how much older than the server's clock an event may be; its edge is still accepted
 * @param acceptedFuture how much newer than the server's clock an event may be; its edge is still accepted
 * @param userIdPattern what the whole of a {@code user_id} must match, or null for anything of the right length
 */
public record EventRules(
        Duration acceptedPast,
        Duration acceptedFuture,
        @Nullable Pattern userIdPattern) {

    private static final EventRules DEFAULTS = new EventRules(Duration.ofDays(90), Duration.ofHours(24), null);

    public EventRules {
        if (acceptedPast.isNegative() || acceptedFuture.isNegative()) {
            throw new IllegalArgumentException("the accepted past and future must not be negative");
        }
    }

    /** Ninety days into the past, 24 hours into the future, any user id. */
    public static EventRules defaults() {
        return DEFAULTS;
    }
}
