package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.ingest.limits.AddressBlock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, by address: the YAML node {@code clients}.
 *
 * @param refusedPerMinute how many requests of one address may fail authentication in a minute, default 1,200; past it
 *     further failures are answered 429, while whoever signs correctly still passes
 * @param trustedProxies balancers whose {@code X-Forwarded-For} is believed, as CIDR blocks or single addresses, IPv4 and
 *     IPv6; default none
 */
public record ClientSettings(@Min(1) @Max(1_000_000_000) int refusedPerMinute, List<String> trustedProxies) {

    public ClientSettings {
        trustedProxies = List.copyOf(trustedProxies);
        for (String block : trustedProxies) {
            try {
                AddressBlock.parse(block);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("clients.trustedProxies: " + e.getMessage());
            }
        }
    }

    @JsonCreator
    static ClientSettings of(
            @JsonProperty("refusedPerMinute") @Nullable Integer refusedPerMinute,
            @JsonProperty("trustedProxies") @Nullable List<String> trustedProxies) {
        return new ClientSettings(
                refusedPerMinute == null ? 1200 : refusedPerMinute,
                trustedProxies == null ? List.of() : trustedProxies);
    }

    /** All defaults: no proxies. */
    public static ClientSettings defaults() {
        return of(null, null);
    }

    /** {@link #trustedProxies} taken apart. */
    public List<AddressBlock> trusted() {
        return trustedProxies.stream().map(AddressBlock::parse).toList();
    }
}
