package dev.clacks.ingest.auth;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last uses of all live credentials, and of those that are not live any more until they are saved. Thread-safe. */
public final class LastUses {

    /** What was used. */
    sealed interface Credential {}

    /** A row of {@code app_secrets}. */
    record StoredSecret(long secretId) implements Credential {}

    /** {@code applications.hmac_secret} of an application. */
    record PlainSecret(String appId) implements Credential {}

    /** A row of {@code api_tokens}. */
    record StoredToken(long tokenId) implements Credential {}

    private final Map<Credential, LastUse> uses = new ConcurrentHashMap<>();

    /** All credentials being read. For one thread. */
    final class Reading {

        private final Set<Credential> read = new HashSet<>();

        private Reading() {}

        /** @param secretId 0 for {@code applications.hmac_secret} */
        LastUse ofSecret(String appId, long secretId) {
            return of(secretId == 0 ? new PlainSecret(appId) : new StoredSecret(secretId));
        }

        LastUse ofToken(long tokenId) {
            return of(new StoredToken(tokenId));
        }

        private LastUse of(Credential credential) {
            read.add(credential);
            return uses.computeIfAbsent(credential, _ -> new LastUse());
        }

        /** All were read: what is no more and is saved is forgotten. */
        void ended() {
            uses.entrySet()
                    .removeIf(use ->
                            !read.contains(use.getKey()) && !use.getValue().unsaved());
        }
    }

    Reading reading() {
        return new Reading();
    }

    /** Those of one kind that the database does not know of. */
    <C extends Credential> List<Map.Entry<C, LastUse>> unsaved(Class<C> kind) {
        return uses.entrySet().stream()
                .filter(use -> kind.isInstance(use.getKey()) && use.getValue().unsaved())
                .map(use -> Map.entry(kind.cast(use.getKey()), use.getValue()))
                .toList();
    }
}
