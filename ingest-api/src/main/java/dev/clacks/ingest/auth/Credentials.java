package dev.clacks.ingest.auth;

import dev.clacks.ingest.request.Names;
import dev.clacks.ingest.request.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every application and token at one moment, found by a look-up in memory. Immutable, so thread-safe. */
public final class Credentials {

    private final Map<String, KnownApplication> applications = new HashMap<>();
    private final Map<String, String> organisations = new HashMap<>();
    private final List<KnownApplication> all;
    private final List<UnopenedSecret> unopened;
    private final Map<String, Token> tokens;

    /** @param tokens by {@link Token#digest} */
    public Credentials(Collection<KnownApplication> applications, Map<String, Token> tokens) {
        for (KnownApplication application : applications) {
            this.applications.put(application.appUuid(), application);
            this.applications.put(Names.normal(application.appId()), application);
            this.organisations.put(application.orgUuid(), application.orgId());
            this.organisations.put(Names.normal(application.orgId()), application.orgId());
        }
        this.all = List.copyOf(applications);
        this.unopened = applications.stream()
                .flatMap(application -> application.unopened().stream())
                .toList();
        this.tokens = Map.copyOf(tokens);
    }

    /**
     * The application that a path names: the second id where the first one is its organisation, else the first, the
     * second being but a label then.
     */
    public @Nullable KnownApplication application(Target.Path path) {
        KnownApplication second = application(path.second());
        return second != null && second.orgId().equals(organisation(path.first())) ? second : application(path.first());
    }

    /** The application of either name. */
    public @Nullable KnownApplication application(String name) {
        return applications.get(Names.normal(name));
    }

    /** The canonical id of the organisation of either name; null where no application is known that belongs to such a one. */
    public @Nullable String organisation(String name) {
        return organisations.get(Names.normal(name));
    }

    /** The token as the user sees it, live or not. */
    public @Nullable Token token(String token) {
        return tokens.get(Token.digest(token));
    }

    /** Every application once. */
    public List<KnownApplication> applications() {
        return all;
    }

    /** The secrets of all applications that could not be opened. */
    List<UnopenedSecret> unopened() {
        return unopened;
    }

    /** How many applications are known. */
    public int size() {
        return all.size();
    }
}
