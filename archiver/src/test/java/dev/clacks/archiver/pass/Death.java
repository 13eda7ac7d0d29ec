package dev.clacks.archiver.pass;

import dev.clacks.archiver.FaultyStore;
import dev.clacks.archiver.store.ObjectStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills an archiver at its n-th step that is seen outside: a statement, a commit, a request to the bucket; just before or
 * just after it. What is left is what kill -9 leaves: the session's transaction is gone, nothing that follows happens.
 */
final class Death {

    /** The process is no more. No code of the archiver's catches an error. */
    static final class KilledError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final int step;
    private final boolean after;
    private final Connection session;
    private final List<String> steps = new ArrayList<>();
    private boolean dead;

    /** @param step counted from 1; a number that is never reached kills nothing */
    Death(int step, boolean after, Connection session) {
        this.step = step;
        this.after = after;
        this.session = session;
    }

    /** What was done, in order; the last is where it died. */
    List<String> steps() {
        return steps;
    }

    private interface Action {
        Object run() throws Exception;
    }

    private Object at(String what, Action action) throws Exception {
        if (dead) {
            throw new KilledError();
        }
        steps.add(what);
        boolean here = steps.size() == step;
        if (here && !after) {
            die();
        }
        Object result = action.run();
        if (here) {
            die();
        }
        return result;
    }

    private void die() throws SQLException {
        dead = true;
        session.abort(Runnable::run);
        throw new KilledError();
    }

    /** The session, watched. */
    Connection connection() {
        return watched(Connection.class, session, "");
    }

    private <T> T watched(Class<T> type, T target, String sql) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Action call = () -> {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof Exception cause) {
                        throw cause;
                    }
                    throw e;
                }
            };
            String name = method.getName();
            Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
            if (name.equals("commit") || name.startsWith("execute")) {
                return at(name.equals("commit") ? name : first instanceof String text ? text : sql, call);
            }
            if (dead && !name.equals("isClosed")) {
                throw new KilledError();
            }
            Object result = call.run();
            return switch (result) {
                case PreparedStatement statement -> watched(PreparedStatement.class, statement, String.valueOf(first));
                case Statement statement -> watched(Statement.class, statement, "");
                case null, default -> result;
            };
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The bucket, watched. */
    ObjectStore store(ObjectStore store) {
        return new FaultyStore(store) {
            @Override
            public void put(String key, Path file, String contentType) {
                request("put " + key, () -> super.put(key, file, contentType));
            }

            @Override
            public void fetch(String key, Path into) {
                request("fetch " + key, () -> super.fetch(key, into));
            }

            @Override
            public void delete(String key) {
                request("delete " + key, () -> super.delete(key));
            }
        };
    }

    private void request(String what, Runnable request) {
        try {
            at(what, () -> {
                request.run();
                return "";
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
