package dev.clacks.ingest.tenants;

import dev.clacks.ingest.encryption.AesSecretCipher;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** All that an administrator does, on one database. Thread-safe. */
public record Tenants(
        Organisations organisations,
        Applications applications,
        Promotions promotions,
        Tokens tokens,
        Secrets secrets,
        Reencryption reencryption,
        AuditLog audit) {

    /**
     * Those on a database.
     *
     * @param cipher what new secrets are encrypted with
     * @param endpoint where clients reach the door, for examples
     */
    public static Tenants of(DataSource source, AesSecretCipher cipher, Supplier<String> endpoint) {
        var database = new TenantDatabase(source);
        var tokens = new Tokens(database);
        var secrets = new Secrets(database, cipher);
        return new Tenants(
                new Organisations(database),
                new Applications(database, tokens, secrets, endpoint),
                new Promotions(database),
                tokens,
                secrets,
                new Reencryption(database, cipher),
                new AuditLog(database));
    }
}
