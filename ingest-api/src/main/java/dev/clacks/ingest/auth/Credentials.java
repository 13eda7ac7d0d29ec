package dev.clacks.ingest.auth;

import dev.clacks.ingest.request.Names;
import dev.clacks.ingest.request.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every application and token at one moment, found by a look-up in memory. Immutable, so thread-safe. */
public final class Credentials {

    private final Map<String, KnownApplication> applications = new HashMap<>();
    private final Map<String, Token> tokens;

    /** @param tokens by {@link Token#digest} */
    public Credentials(Collection<KnownApplication> applications, Map<String, Token> tokens) {
        for (KnownApplication application : applications) {
            this.applications.put(application.appUuid(), application);
            this.applications.put(Names.normal(application.appId()), application);
        }
        this.tokens = Map.copyOf(tokens);
    }

    /**
     * The application that a path names: the second id where the first one is its organisation, else the first, the
     * second being but a label then.
     */
    public @Nullable KnownApplication application(Target.Path path) {
        KnownApplication second = application(path.second());
        return second != null && organisation(second, path.first()) ? second : application(path.first());
    }

    /** The application of either name. */
    public @Nullable KnownApplication application(String name) {
        return applications.get(Names.normal(name));
    }

    /** The token as the user sees it, live or not. */
    public @Nullable Token token(String token) {
        return tokens.get(Token.digest(token));
    }

    /** How many applications are known. */
    public int size() {
        return (int) applications.values().stream().distinct().count();
    }

    private static boolean organisation(KnownApplication application, String name) {
        String normal = Names.normal(name);
        return Names.normal(application.orgId()).equals(normal)
                || application.orgUuid().equals(normal);
    }
}
