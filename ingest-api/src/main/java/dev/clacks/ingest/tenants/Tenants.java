package dev.clacks.ingest.tenants;

import dev.clacks.ingest.encryption.AesSecretCipher;
import javax.sql.DataSource;

/** All that an administrator does, on one database. Thread-safe. */
public record Tenants(Organisations organisations, Applications applications, Tokens tokens, Secrets secrets) {

    /** Those on a database, with what new secrets are encrypted with. */
    public static Tenants of(DataSource source, AesSecretCipher cipher) {
        var database = new TenantDatabase(source);
        var tokens = new Tokens(database);
        var secrets = new Secrets(database, cipher);
        return new Tenants(new Organisations(database), new Applications(database, tokens, secrets), tokens, secrets);
    }
}
