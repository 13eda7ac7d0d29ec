package dev.clacks.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.SingletonScopeManager;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.snapshot.SnapshotGeneratorFactory;
import liquibase.ui.LoggerUIService;

/**
 * Applies the changelog to a database. Any number of migrators may start at once, in one process or in many: they wait for each
 * other and the late ones find nothing left to do. A killed one leaves no lock behind ({@link SessionLockService}), and
 * what it had begun is repeated: every changeset may be run again.
 *
 * <p>Connect directly, not through a pooler that hands out transactions: the lock belongs to the session. Instances are
 * immutable and may be shared between threads.
 */
public final class Migrator {
    /** The root changelog on the class path. */
    public static final String CHANGELOG = "changelog/changelog.yaml";

    /** The context of the indexes that cost write speed and are made only where they are asked for. */
    public static final String OPTIONAL_INDEXES = "optional-indexes";

    /** Liquibase runs the changesets of every context where none is named: so there is always one. */
    private static final String ALWAYS = "default";

    private final String jdbcUrl;
    private final Properties login = new Properties();
    private final Contexts contexts;

    /**
     * A migrator of what every database has.
     *
     * @param jdbcUrl {@code jdbc:postgresql:...}
     * @param user the owner of the schema: a superuser, or a role that may create in the database and in its schema public
     * @param password the owner's password; empty where the server asks for none
     */
    public Migrator(String jdbcUrl, String user, String password) {
        this(jdbcUrl, user, password, List.of());
    }

    /**
     * A migrator of further contexts.
     *
     * @param further contexts to include, such as {@link #OPTIONAL_INDEXES}
     */
    public Migrator(String jdbcUrl, String user, String password, List<String> further) {
        this.jdbcUrl = jdbcUrl;
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "clacks migrate");
        var all = new Contexts(ALWAYS);
        further.forEach(all::add);
        this.contexts = all;
    }

    /**
     * Brings the database up to date; does nothing where it is. Waits up to five minutes for another migrator.
     *
     * @throws MigrationException where the database cannot be reached or a changeset fails; each one that succeeded stays
     */
    public void migrate() {
        run(liquibase -> {
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(contexts, new LabelExpression());
            return "";
        });
    }

    /** Whether every changeset has been applied. Changes nothing in the database. */
    public boolean upToDate() {
        return pending().isEmpty();
    }

    /**
     * What {@link #migrate} would do: the ids of the missing changesets in order, separated by commas; empty where there is none.
     * Changes nothing in the database.
     */
    public Optional<String> pending() {
        String ids = run(liquibase -> missing(liquibase).map(ChangeSet::getId).collect(Collectors.joining(", ")));
        return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
    }

    /** Liquibase makes its table before it reads it; so where there is none, its absence is the answer. */
    private Stream<ChangeSet> missing(Liquibase liquibase) throws LiquibaseException {
        Database database = liquibase.getDatabase();
        var history = SnapshotGeneratorFactory.getInstance();
        return history.hasDatabaseChangeLogTable(database)
                ? liquibase.listUnrunChangeSets(contexts, new LabelExpression(), false).stream()
                : liquibase.getDatabaseChangeLog().getChangeSets().stream()
                        .filter(changeSet -> changeSet.getContextFilter().matches(contexts));
    }

    private interface Step {
        String with(Liquibase liquibase) throws LiquibaseException;
    }

    /**
     * Liquibase keeps its scope in an inherited thread-local and its caches in that scope: on a thread and in a scope of its
     * own, a run meets neither a concurrent one nor what an earlier one remembers of a database since made anew.
     */
    private String run(Step step) {
        var result = new CompletableFuture<String>();
        Thread.ofPlatform()
                .name("migrate")
                .inheritInheritableThreadLocals(false)
                .start(() -> {
                    try {
                        Scope.setScopeManager(new SingletonScopeManager());
                        result.complete(Scope.child(QUIET, () -> connected(step)));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new MigrationException(e.getCause());
        }
    }

    private String connected(Step step) throws SQLException, LiquibaseException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, login)) {
            var database = new PostgresDatabase();
            database.setConnection(new JdbcConnection(connection));
            try (var liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), database)) {
                return step.with(liquibase);
            }
        }
    }

    private static final Map<String, Object> QUIET = Map.of(
            Scope.Attr.logService.name(),
            new WarningsOnlyLogService(),
            Scope.Attr.ui.name(),
            new LoggerUIService(),
            "liquibase.analytics.enabled",
            false);
}
