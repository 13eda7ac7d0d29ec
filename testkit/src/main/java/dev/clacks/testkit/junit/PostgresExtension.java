package dev.clacks.testkit.junit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database for a test class, on a PostgreSQL server that all classes of the JVM share; removed after the class.
 * Register it as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PostgresExtension POSTGRES = new PostgresExtension();
 * }</pre>
 *
 * A test that kills a server starts an {@link dev.clacks.testkit.embedded.EmbeddedPostgres} of its own instead.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Shared<DatabaseServer> SERVER = new Shared<>(DatabaseServer::start);

    private final List<TestDatabase> created = new ArrayList<>();
    private @Nullable TestDatabase database;

    /** The class's database. */
    public TestDatabase database() {
        return requireNonNull(database, "Register the extension as a static field");
    }

    /** Another migrated database, for a test that must find it untouched. */
    public synchronized TestDatabase newDatabase() {
        TestDatabase fresh = SERVER.server().migrated();
        created.add(fresh);
        return fresh;
    }

    /** Another database, without the schema. */
    public synchronized TestDatabase newEmptyDatabase() {
        TestDatabase fresh = SERVER.server().empty();
        created.add(fresh);
        return fresh;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database = newDatabase();
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        created.forEach(SERVER.server()::drop);
        created.clear();
    }
}
