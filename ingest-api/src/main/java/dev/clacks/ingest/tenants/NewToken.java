package dev.clacks.ingest.tenants;

/**
 * A token just made. {@code toString} does not show it.
 *
 * @param token what clients send; shown this once, stored as its digest alone
 */
public record NewToken(ApiToken row, String token) {
    @Override
    public String toString() {
        return "NewToken[" + row + "]";
    }
}
