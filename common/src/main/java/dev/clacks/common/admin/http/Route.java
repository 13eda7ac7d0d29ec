package dev.clacks.common.admin.http;

import dev.clacks.common.app.UserErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path of the admin API, what may be sent there, and what it does.
 *
 * @param method the HTTP method
 * @param segments of the path below {@code /api/v1}; those in braces stand for any one
 * @param status of the answer where it succeeds and the action does not say otherwise
 * @param parameters that the query may have
 */
public record Route(String method, List<String> segments, int status, Set<String> parameters, Action action) {

    /** The body of calls that have none. */
    private record Nothing() {}

    /** Does what a call wishes; the result is written as JSON, or is an {@link Answer}. */
    @FunctionalInterface
    public interface Action {
        Object take(Call call) throws Exception;
    }

    /** The same with the call's body. */
    @FunctionalInterface
    public interface BodyAction<B> {
        Object take(Call call, B body) throws Exception;
    }

    public static Route get(String path, Action action) {
        return of("GET", path, 200, action);
    }

    /** Makes something, without being told anything about it. */
    public static Route create(String path, Action action) {
        return of("POST", path, 201, action);
    }

    /** Makes something. */
    public static <B> Route create(String path, Class<B> body, BodyAction<B> action) {
        return of("POST", path, 201, body, action);
    }

    /** Does something to what is there, without being told how. */
    public static Route post(String path, Action action) {
        return of("POST", path, 200, action);
    }

    /** Does something to what is there. */
    public static <B> Route post(String path, Class<B> body, BodyAction<B> action) {
        return of("POST", path, 200, body, action);
    }

    public static <B> Route patch(String path, Class<B> body, BodyAction<B> action) {
        return of("PATCH", path, 200, body, action);
    }

    public static Route delete(String path, Action action) {
        return of("DELETE", path, 200, action);
    }

    private static Route of(String method, String path, int status, Action action) {
        return of(method, path, status, Nothing.class, (call, _) -> action.take(call));
    }

    private static <B> Route of(String method, String path, int status, Class<B> body, BodyAction<B> action) {
        return new Route(
                method, List.of(path.split("/")), status, Set.of(), call -> action.take(call, call.body(body)));
    }

    /** The same, whose query may have these parameters, too. */
    public Route with(String... names) {
        var more = new TreeSet<>(parameters);
        more.addAll(List.of(names));
        return new Route(method, segments, status, more, action);
    }

    /** Refuses what would be ignored: whoever sent it means something by it. */
    void check(Set<String> sent) {
        var unknown = new TreeSet<>(sent);
        unknown.removeAll(parameters);
        if (!unknown.isEmpty()) {
            throw new UserErrorException("there is no parameter \"%s\" here; there are %s"
                    .formatted(unknown.first(), parameters.isEmpty() ? "none" : String.join(", ", parameters)));
        }
    }

    /** What the variables stand for, or null where the path is another one. */
    @Nullable
    List<String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < path.size(); i++) {
            if (segments.get(i).startsWith("{")) {
                names.add(path.get(i));
            } else if (!segments.get(i).equals(path.get(i))) {
                return null;
            }
        }
        return names;
    }
}
