package dev.clacks.ingest.encryption;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configured master keys. The first is the current one, under which secrets are encrypted; the others open what was
 * encrypted before. Immutable.
 */
public final class MasterKeys {

    private final Map<String, MasterKey> byId;
    private final @Nullable MasterKey current;

    private MasterKeys(Map<String, MasterKey> byId) {
        this.byId = byId;
        this.current = byId.isEmpty() ? null : byId.values().iterator().next();
    }

    /** None: secrets are stored in plain text. */
    public static MasterKeys none() {
        return new MasterKeys(Map.of());
    }

    /**
     * Reads {@code MASTER_KEY}: one key, or several separated by commas, the current one first. Each is 32 bytes in base64 or
     * hex, with {@code id:} before it where it shall have an id of one's own choice.
     *
     * @param text blank for none
     * @throws IllegalArgumentException where it is not of that form, or an id stands for two keys; the message shows no key
     */
    public static MasterKeys parse(String text) {
        var keys = new LinkedHashMap<String, MasterKey>();
        if (!text.isBlank()) {
            for (String part : text.split(",", -1)) {
                MasterKey key = MasterKey.parse(part.strip());
                if (keys.putIfAbsent(key.id(), key) != null) {
                    throw new IllegalArgumentException("two master keys have the id " + key.id());
                }
            }
        }
        return new MasterKeys(keys);
    }

    /** The id of the key that encrypts, or null where there is none. */
    public @Nullable String currentId() {
        return current == null ? null : current.id();
    }

    @Nullable
    MasterKey current() {
        return current;
    }

    /** The key of an id, or null where it is not configured. */
    @Nullable
    MasterKey key(String id) {
        return byId.get(id);
    }

    @Override
    public String toString() {
        return "MasterKeys" + byId.keySet();
    }
}
