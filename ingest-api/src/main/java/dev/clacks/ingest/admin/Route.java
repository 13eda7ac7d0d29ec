package dev.clacks.ingest.admin;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method and a path of the admin API, and what it does.
 *
 * @param method the HTTP method
 * @param segments of the path below {@code /api/v1}; those in braces stand for any one
 * @param status of the answer where it succeeds
 */
record Route(String method, List<String> segments, int status, Action action) {

    /** Does what a call wishes; the result is written as JSON. */
    @FunctionalInterface
    interface Action {
        Object take(Call call) throws SQLException;
    }

    static Route get(String path, Action action) {
        return new Route("GET", List.of(path.split("/")), 200, action);
    }

    /** Makes something. */
    static Route create(String path, Action action) {
        return new Route("POST", List.of(path.split("/")), 201, action);
    }

    /** Does something to what is there. */
    static Route post(String path, Action action) {
        return new Route("POST", List.of(path.split("/")), 200, action);
    }

    static Route patch(String path, Action action) {
        return new Route("PATCH", List.of(path.split("/")), 200, action);
    }

    static Route delete(String path, Action action) {
        return new Route("DELETE", List.of(path.split("/")), 200, action);
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
