package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.db.DatabaseUrl;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: the YAML node {@code database}.
 *
 * @param url libpq form, {@code postgresql://user:password@host:port/database?sslmode=...}, default
 *     {@code postgresql://localhost:5432/clacks}
 * @param migrationsUrl the owner's, for {@code db} commands; default the same as {@code url}
 * @param listenUrl where changed credentials are listened for, default the same as {@code url}: directly at PostgreSQL where
 *     {@code url} leads to a pooler of transactions, which breaks LISTEN
 * @param connections most connections of the pool, default 6: batches never use one, only refreshes, statistics and administration
 */
public record DatabaseSettings(
        @NotBlank String url,
        @NotBlank String migrationsUrl,
        @NotBlank String listenUrl,
        @Min(1) @Max(100) int connections) {

    @JsonCreator
    static DatabaseSettings of(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("migrationsUrl") @Nullable String migrationsUrl,
            @JsonProperty("listenUrl") @Nullable String listenUrl,
            @JsonProperty("connections") @Nullable Integer connections) {
        String address = url == null ? "postgresql://localhost:5432/clacks" : url;
        return new DatabaseSettings(
                address,
                migrationsUrl == null ? address : migrationsUrl,
                listenUrl == null ? address : listenUrl,
                connections == null ? 6 : connections);
    }

    /** All defaults. */
    public static DatabaseSettings defaults() {
        return of(null, null, null, null);
    }

    /** {@link #url} taken apart. */
    public DatabaseUrl address() {
        return DatabaseUrl.parse(url);
    }

    /** {@link #migrationsUrl} taken apart. */
    public DatabaseUrl migrationsAddress() {
        return DatabaseUrl.parse(migrationsUrl);
    }

    /** {@link #listenUrl} taken apart. */
    public DatabaseUrl listenAddress() {
        return DatabaseUrl.parse(listenUrl);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[connections=" + connections + "]";
    }
}
