package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * The YAML node {@code database}.
 *
 * @param url the libpq form; a direct address, not that of a transaction pooler: the archiver's lock lives in its session.
 *     Default {@code postgresql://localhost:5432/clacks}
 */
public record DatabaseSettings(@NotBlank String url) {

    @JsonCreator
    static DatabaseSettings of(@JsonProperty("url") @Nullable String url) {
        return new DatabaseSettings(url == null ? "postgresql://localhost:5432/clacks" : url);
    }

    static DatabaseSettings defaults() {
        return of(null);
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "DatabaseSettings[...]";
    }
}
