package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The changelog as plain SQL, file by file, as psql would send it. */
class PlainSqlIT {
    private final TestServer server = TestServer.shared();

    @Test
    void theFilesInOrderMakeTheSameSchemaAsTheMigrator() throws Exception {
        TestDatabase byHand = server.empty();
        TestDatabase migrated = server.migrated();
        try (Session session = byHand.open();
                Session other = migrated.open()) {
            runFiles(session);

            assertThat(SchemaPicture.of(session)).isEqualTo(SchemaPicture.of(other));
            assertThat(SchemaVersion.of(session.connection()).problem()).isEmpty();
        }
    }

    @Test
    void theFilesMayRunAgainAndTheMigratorMayFollow() throws Exception {
        TestDatabase database = server.empty();
        try (Session session = database.open()) {
            runFiles(session);
            List<String> before = SchemaPicture.of(session);

            runFiles(session);
            database.migrator().migrate();

            assertThat(SchemaPicture.of(session)).isEqualTo(before);
        }
    }

    @Test
    void theOptionalIndexesRunAsPlainSqlToo() throws Exception {
        try (Session session = server.migrated().open()) {
            session.run(Files.readString(Changelog.FOLDER.resolve("900-optional-indexes.sql")));

            assertThat(session.value("SELECT count(*) FROM pg_indexes WHERE tablename = 'events'"))
                    .isEqualTo("5");
        }
    }

    @Test
    void theRootIncludesEveryFileOnce() throws Exception {
        try (Stream<Path> files = Files.list(Changelog.FOLDER)) {
            assertThat(Changelog.files())
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(file -> file.toString().endsWith(".sql"))
                                    .toList());
        }
    }

    @Test
    void everyOperatorsQueryRunsAsAReader() throws Exception {
        TestDatabase database = server.migrated();
        try (Session owner = database.open();
                Stream<Path> queries = Files.list(Path.of("queries"))) {
            owner.run("SELECT ensure_event_partition(30, current_date)");
            owner.run("CREATE ROLE operator LOGIN IN ROLE clacks_reader");
            List<Path> files = queries.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            assertThat(files).isNotEmpty();
            try (Session reader = database.as("operator").open()) {
                for (Path file : files) {
                    // psql's variables, :'name', stand for what the operator asks about.
                    reader.run(Files.readString(file).replace(":'event_id'", "'00000000-0000-0000-0000-000000000000'"));
                }
            }
        }
    }

    @Test
    void theListOfOperatorsQueriesNamesEveryFile() throws Exception {
        String list = Files.readString(Path.of("queries", "README.md"));
        try (Stream<Path> queries = Files.list(Path.of("queries"))) {
            assertThat(queries.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")))
                    .allMatch(name -> list.contains("`" + name + "`"));
        }
    }

    private static void runFiles(Session session) throws IOException {
        for (Path file : Changelog.files()) {
            if (!file.getFileName().toString().startsWith("9")) {
                session.run(Files.readString(file));
            }
        }
    }

    /** The changelog's files in the source tree, where psql finds them, in the order of the root. */
    private static final class Changelog {
        static final Path FOLDER = Path.of("changelog");

        static List<Path> files() throws IOException {
            return Files.readAllLines(FOLDER.resolve("changelog.yaml")).stream()
                    .filter(line -> line.contains("include:"))
                    .map(line -> FOLDER.resolve(line.replaceAll(".*file: ([^,]+),.*", "$1")))
                    .toList();
        }
    }
}
