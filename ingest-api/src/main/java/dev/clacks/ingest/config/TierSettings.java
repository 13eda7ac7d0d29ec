package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDataSize;
import io.dropwizard.validation.MinDataSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tier may send and how long its events stay: an entry of the YAML node {@code tiers}. What is not named is not
 * limited, beyond what {@code limits} says for everybody.
 *
 * @param requestsPerMinute of one application, on each replica of the door
 * @param bytesPerMinute of one application's bodies, inflated, on each replica of the door; no less than {@code body}
 * @param eventsPerMonth of an organisation's production applications together, by UTC months
 * @param retention whole days that PostgreSQL keeps an event, 1 to 36500; those of {@code *} where it is not named
 * @param body most bytes of a body, before and after inflating; at most {@code limits.body}
 * @param events most events of a batch; at most {@code limits.events}
 */
public record TierSettings(
        @Min(1) @Max(1_000_000_000) @Nullable Integer requestsPerMinute,

        @MaxDataSize(value = 50, unit = DataSizeUnit.GIBIBYTES) @Nullable
        DataSize bytesPerMinute,

        @Min(1) @Nullable Long eventsPerMonth,

        @Nullable Duration retention,

        @MinDataSize(value = 1, unit = DataSizeUnit.KIBIBYTES) @Nullable
        DataSize body,

        @Min(1) @Nullable Integer events) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}|\\*");
    private static final long DAY = 86_400;

    @JsonCreator
    static TierSettings of(
            @JsonProperty("requestsPerMinute") @Nullable Integer requestsPerMinute,
            @JsonProperty("bytesPerMinute") @Nullable DataSize bytesPerMinute,
            @JsonProperty("eventsPerMonth") @Nullable Long eventsPerMonth,
            @JsonProperty("retention") @Nullable Duration retention,
            @JsonProperty("body") @Nullable DataSize body,
            @JsonProperty("events") @Nullable Integer events) {
        return new TierSettings(requestsPerMinute, bytesPerMinute, eventsPerMonth, retention, body, events);
    }

    /** The tiers where none are configured; the schema begins with the same retention. */
    public static Map<String, TierSettings> defaults() {
        var tiers = new LinkedHashMap<String, TierSettings>();
        tiers.put("free", of(100, DataSize.mebibytes(100), 10_000L, Duration.days(30), null, null));
        tiers.put("pro", of(1000, DataSize.gibibytes(1), null, Duration.days(90), null, null));
        tiers.put("business", of(10_000, DataSize.gibibytes(10), null, Duration.days(365), null, null));
        tiers.put("self-hosted", of(null, null, null, Duration.days(90), null, null));
        tiers.put("enterprise", of(null, null, null, Duration.days(365), null, null));
        tiers.put(Tiers.OTHER, of(100, DataSize.mebibytes(100), 10_000L, Duration.days(90), null, null));
        return tiers;
    }

    /**
     * All of them for the door.
     *
     * @throws IllegalArgumentException where they do not fit together; the message names the key
     */
    static Tiers tiers(Map<String, TierSettings> settings, LimitSettings limits) {
        TierSettings other = settings.get(Tiers.OTHER);
        if (other == null) {
            throw new IllegalArgumentException(
                    "tiers must have an entry \"*\": what holds for organisations of every other tier");
        }
        int retention = other.retention == null ? 90 : days(Tiers.OTHER, other.retention);
        var tiers = new HashMap<String, Tier>();
        settings.forEach((name, tier) -> tiers.put(name, tier.tier(name, limits, retention)));
        return new Tiers(tiers);
    }

    private Tier tier(String name, LimitSettings limits, int otherRetention) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "tiers: a name is 1 to 63 characters of a-z 0-9 _ - and begins with none of _ -, or is \"*\"");
        }
        if (body != null && body.toBytes() > limits.body().toBytes()) {
            throw new IllegalArgumentException("tiers." + name + ".body must not be more than limits.body");
        }
        if (events != null && events > limits.events()) {
            throw new IllegalArgumentException("tiers." + name + ".events must not be more than limits.events");
        }
        int bodyBytes = body == null ? limits.bodyBytes() : (int) body.toBytes();
        if (bytesPerMinute != null && bytesPerMinute.toBytes() < bodyBytes) {
            throw new IllegalArgumentException("tiers." + name
                    + ".bytesPerMinute must not be less than one body may have (" + bodyBytes
                    + " bytes), or such a body would never pass");
        }
        return new Tier(
                requestsPerMinute == null ? Tier.UNLIMITED_REQUESTS : requestsPerMinute,
                bytesPerMinute == null ? Tier.UNLIMITED_BYTES : bytesPerMinute.toBytes(),
                eventsPerMonth == null ? Tier.UNLIMITED_EVENTS : eventsPerMonth,
                retention == null ? otherRetention : days(name, retention),
                bodyBytes,
                events == null ? limits.events() : events);
    }

    private static int days(String name, Duration retention) {
        long seconds = retention.toSeconds();
        if (retention.toMilliseconds() != seconds * 1000
                || seconds % DAY != 0
                || seconds < DAY
                || seconds > 36_500 * DAY) {
            throw new IllegalArgumentException(
                    "tiers." + name + ".retention must be 1 to 36500 whole days, such as 90d");
        }
        return (int) (seconds / DAY);
    }
}
