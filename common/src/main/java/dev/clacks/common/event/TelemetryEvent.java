package dev.clacks.common.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event, as it is stored. The raw JSON texts keep the client's own spelling: numbers are never converted.
 *
 * @param eventId the id the client gave it
 * @param timestampMicros when it happened by the client's clock, in microseconds since the epoch, truncated toward the past
 * @param userId 1 to 255 characters
 * @param sessionId at most 255 characters, as all the optional strings below; null where absent
 * @param eventType 1 to 255 characters
 * @param eventCategory null where absent
 * @param eventData {@code event.data} as JSON text, whatever its type; the text {@code null} where that was sent
 * @param serviceName 1 to 255 characters
 * @param serviceVersion 1 to 100 characters
 * @param serviceLanguage null where absent
 * @param serviceLanguageVersion null where absent
 * @param os null where absent
 * @param osVersion null where absent
 * @param arch null where absent
 * @param ci null where absent
 * @param shell null where absent
 * @param sdkVersion {@code metadata.sdk_version}; null where absent, no string or beyond 255 characters
 * @param schemaVersion the schema the client wrote, such as {@code 1.0.0}
 * @param extra what no other component holds, as a JSON object's text: unknown members, {@code metadata} whole, and the
 *     unknown members of {@code service}, {@code environment} and {@code event} under those names; null where nothing is left
 */
public record TelemetryEvent(
        UUID eventId,
        long timestampMicros,
        String userId,
        @Nullable String sessionId,
        String eventType,
        @Nullable String eventCategory,
        String eventData,
        String serviceName,
        String serviceVersion,
        @Nullable String serviceLanguage,
        @Nullable String serviceLanguageVersion,
        @Nullable String os,
        @Nullable String osVersion,
        @Nullable String arch,
        @Nullable Boolean ci,
        @Nullable String shell,
        @Nullable String sdkVersion,
        String schemaVersion,
        @Nullable String extra) {}
