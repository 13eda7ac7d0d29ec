package dev.clacks.archiver.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.FaultyStore;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.common.admin.Actor;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Archived days come back into a table of their own, and it is known who took them. */
class RestorationIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final RestoreTarget TARGET = RestoreTarget.of("restored_march");

    private final ArchiverSetup setup = ArchiverSetup.on(POSTGRES.newDatabase(), S3);
    private final EventTables tables = setup.tables();

    /** W7 too: what was erased since stays away. */
    @Test
    void what_was_archived_is_restored_without_what_was_erased_and_the_audit_log_says_who_did_it() throws Exception {
        var ids = tables.write(DAY, 30, 60);
        setup.pass();
        var kept = setup.archive().rows().stream()
                .filter(row -> !row.appId().equals("app_1") || !"client_2".equals(row.userId()))
                .toList();
        tables.execute("INSERT INTO tombstones (org_id, app_id, user_id, received_before) VALUES"
                + " ('org_0', 'app_1', 'client_2', '2026-06-01'), ('org_1', 'app_1', 'client_2', '2026-06-01')");
        int erased = ids.size() - kept.size();
        assertThat(erased).isPositive();

        restore(setup.store());

        assertThat(tables.texts("SELECT event_id FROM " + TARGET.name()))
                .containsExactlyInAnyOrderElementsOf(kept.stream()
                        .map(row -> row.eventId())
                        .map(UUID::toString)
                        .toList());
        assertThat(tables.texts("SELECT concat_ws(' ', actor, action, details ->> 'from', details ->> 'to',"
                        + " details ->> 'table', details ->> 'rows', details ->> 'erased') FROM audit_log"))
                .containsExactly("os:tester restore 2026-03-01 2026-03-01 partitions.restored_march " + kept.size()
                        + " " + erased);
    }

    @Test
    void an_object_that_is_not_what_was_archived_leaves_neither_a_table_nor_a_row_of_the_audit_log() throws Exception {
        tables.write(DAY, 30, 20);
        setup.pass();
        var damaged = new FaultyStore(setup.store()) {
            @Override
            public void fetch(String key, Path into) {
                super.fetch(key, into);
                append(into);
            }
        };

        assertThatThrownBy(() -> restore(damaged)).hasMessageContaining("is not what was stored");

        assertThat(tables.number("SELECT count(*) FROM pg_class WHERE relname = 'restored_march'"))
                .isZero();
        assertThat(tables.number("SELECT count(*) FROM audit_log")).isZero();
        restore(setup.store());
        assertThat(tables.number("SELECT count(*) FROM " + TARGET.name())).isEqualTo(20);
    }

    private void restore(ObjectStore store) throws Exception {
        try (ArchiveSession session = ArchiveSession.open(setup.databaseUrl())) {
            new Restoration(
                            session.connection(),
                            store,
                            setup.settings(),
                            new Pulse(ArchiverSetup.CLOCK),
                            Progress.silent())
                    .restore(new Actor("os:tester"), DAY, DAY, TARGET);
        }
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
