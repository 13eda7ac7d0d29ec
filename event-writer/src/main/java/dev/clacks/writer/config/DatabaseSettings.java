package dev.clacks.writer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.db.DatabaseUrl;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL: directly, not through a pooler that shares connections between transactions.
 *
 * @param url in the libpq form, default {@code postgresql://localhost:5432/clacks}
 * @param synchronousCommit whether COMMIT waits for the disk, default true. False costs a third less CPU; a crash of
 *     PostgreSQL then loses its last commits, which the fence notices and Kafka gives again
 */
public record DatabaseSettings(@NotBlank String url, boolean synchronousCommit) {

    @JsonCreator
    static DatabaseSettings of(
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("synchronousCommit") @Nullable Boolean synchronousCommit) {
        return new DatabaseSettings(
                url == null ? "postgresql://localhost:5432/clacks" : url,
                synchronousCommit == null || synchronousCommit);
    }

    /** The defaults. */
    public static DatabaseSettings defaults() {
        return of(null, null);
    }

    /** The address, taken apart. */
    public DatabaseUrl address() {
        return DatabaseUrl.parse(url);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[synchronousCommit=" + synchronousCommit + "]"; // the URL holds a password
    }
}
