package dev.clacks.ingest.tenants;

/**
 * A secret just made. {@code toString} does not show it.
 *
 * @param secret what clients sign with: its UTF-8 bytes are the key; shown this once
 */
public record NewSecret(HmacSecret row, String secret) {
    @Override
    public String toString() {
        return "NewSecret[" + row + "]";
    }
}
