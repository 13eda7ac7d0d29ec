package dev.clacks.archiver.pass;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.FaultyStore;
import dev.clacks.archiver.config.S3Settings;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.store.ObjectStoreException;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What breaks around the archiver costs time and nothing else. Each test ends with: everything is there, once. */
class FaultsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    @TempDir
    Path folder;

    private final ArchiverSetup setup =
            ArchiverSetup.on(POSTGRES.newDatabase(), S3).with(ArchiveFormat.PARQUET, 40);
    private final EventTables tables = setup.tables();

    @Test
    void while_the_bucket_is_away_nothing_is_pruned() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        try (var proxy = FaultProxy.to(S3.endpoint().getPort());
                var store = new S3ObjectStore(impatient("http://127.0.0.1:" + proxy.port(), S3.newBucket()))) {
            proxy.refuse();

            PassResult result = setup.with(store).pass();

            assertThat(result.failures()).singleElement().asString().contains("could not look in bucket");
            assertThat(tables.runStates()).isEmpty();
            assertThat(tables.stored()).hasSize(100);

            proxy.accept();
            assertThat(setup.with(store).pass().failures()).isEmpty();

            assertThat(setup.with(store).archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(tables.counted()).isEqualTo(100);
        }
    }

    @Test
    void a_bucket_that_goes_away_in_the_middle_leaves_a_run_that_the_next_pass_finishes() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        try (var proxy = FaultProxy.to(S3.endpoint().getPort());
                var store = new S3ObjectStore(impatient("http://127.0.0.1:" + proxy.port(), S3.newBucket()))) {
            var puts = new AtomicInteger();
            var leaving = setup.with(new FaultyStore(store) {
                @Override
                public void put(String key, Path file, String contentType) {
                    if (puts.incrementAndGet() == 2) {
                        proxy.refuse();
                    }
                    super.put(key, file, contentType);
                }
            });

            assertThat(leaving.pass().failures()).singleElement().asString().contains("stays uploading");
            assertThat(tables.texts("SELECT error FROM archive_runs"))
                    .singleElement()
                    .asString()
                    .contains("could not store");

            proxy.accept();
            assertThat(setup.with(store).pass().failures()).isEmpty();

            assertThat(setup.with(store).archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(tables.texts("SELECT error FROM archive_runs")).containsOnlyNulls();
            assertThat(tables.counted()).isEqualTo(100);
        }
    }

    /**
     * Short deadlines, but not a single attempt: the embedded server answers a put as soon as it has the object's bytes, at
     * times before the signed chunk that ends them has come, and closes. The SDK sees a write that failed.
     */
    private static S3Settings impatient(String endpoint, String bucket) {
        return new S3Settings(
                endpoint,
                bucket,
                S3.region(),
                S3.keys().accessKey(),
                S3.keys().secretKey(),
                true,
                false,
                Duration.seconds(2),
                Duration.seconds(5),
                Duration.seconds(10),
                3);
    }

    /** A2. */
    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void a_leaf_is_not_dropped_while_an_object_of_it_reads_back_with_one_bit_wrong(ArchiveFormat format)
            throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        String leaf = tables.texts("SELECT leaf FROM partition_leaves WHERE days = 30")
                .getFirst();
        var archiver = setup.with(format, 40);
        var rotten = archiver.with(new FaultyStore(setup.store()) {
            @Override
            public void fetch(String key, Path into) {
                super.fetch(key, into);
                if (key.contains("-2.")) {
                    flipABit(into);
                }
            }
        });

        for (int attempt = 0; attempt < 2; attempt++) {
            PassResult result = rotten.pass();

            assertThat(result.verificationFailed()).isTrue();
            assertThat(result.failures()).singleElement().asString().contains("SHA-256");
            assertThat(tables.number("SELECT count(*) FROM " + leaf)).isEqualTo(100);
        }
        archiver.pass();

        assertThat(archiver.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static void flipABit(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x10;
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A2. */
    @Test
    void a_leaf_is_not_dropped_while_an_object_of_it_cannot_be_found() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        var losing = setup.with(new FaultyStore(setup.store()) {
            @Override
            public void put(String key, Path file, String contentType) {
                if (!key.endsWith("-3.parquet")) {
                    super.put(key, file, contentType);
                }
            }
        });

        assertThat(losing.pass().failures()).singleElement().asString().contains("there is no object");
        assertThat(tables.leafTables()).isEqualTo(1);

        setup.pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** A4 rests on what earlier parts hold. */
    @Test
    void a_part_that_cannot_be_compared_with_a_rotten_earlier_one_stays() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 30);
        setup.pass();
        String key = setup.archive().keys().getFirst();
        Path good = folder.resolve("good");
        setup.store().fetch(key, good);
        Path bad = Files.copy(good, folder.resolve("bad"));
        flipABit(bad);
        setup.store().put(key, bad, "application/octet-stream");
        tables.write(DAY, 30, ids, EventTables.TOPIC, 0, 9_000);

        PassResult result = setup.pass();

        assertThat(result.verificationFailed()).isTrue();
        assertThat(tables.leafTables()).isEqualTo(1);

        setup.store().put(key, good, "application/octet-stream");
        setup.pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(30);
    }

    @Test
    void objects_beyond_those_of_the_last_attempt_are_deleted() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        var failing = setup.with(ArchiveFormat.PARQUET, 10).with(new FaultyStore(setup.store()) {
            @Override
            public void fetch(String key, Path into) {
                throw new ObjectStoreException("the bucket went away", null);
            }
        });
        failing.pass();
        assertThat(setup.archive().bucketKeys()).hasSize(10);

        setup.with(ArchiveFormat.PARQUET, 60).pass();

        assertThat(setup.archive().bucketKeys())
                .hasSize(2)
                .containsExactlyElementsOf(setup.archive().keys());
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** The lock was the session's: whoever lost it must not touch the bucket any more. */
    @Test
    void an_archiver_whose_session_was_ended_writes_no_further_object() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        var puts = new ArrayList<String>();
        var orphan = setup.with(new FaultyStore(setup.store()) {
            @Override
            public void put(String key, Path file, String contentType) {
                super.put(key, file, contentType);
                puts.add(key);
                endArchiverSessions();
            }
        });

        assertThatThrownBy(orphan::pass).isInstanceOf(SQLException.class);
        assertThat(puts).hasSize(1);

        setup.pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(100);
    }

    private void endArchiverSessions() {
        try {
            tables.texts(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'clacks-archiver' AND datname = current_database()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void one_that_is_asked_to_stop_leaves_a_run_that_the_next_one_finishes() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        ArchiveParts parts = setup.parts();
        var stopping = new FaultyStore(setup.store()) {
            @Override
            public void put(String key, Path file, String contentType) {
                super.put(key, file, contentType);
                parts.pulse().stop();
            }
        };
        var archiving = new Archiving(
                setup.databaseUrl(),
                new ArchiveParts(
                        parts.settings(), stopping, parts.kafka(), parts.pulse(), parts.progress(), parts.clock()));

        assertThatThrownBy(() -> archiving.pass(java.time.Duration.ZERO)).isInstanceOf(CancellationException.class);

        assertThat(tables.texts("SELECT error FROM archive_runs")).containsOnlyNulls();
        setup.pass();
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void of_two_archivers_one_acts_and_the_other_leaves_or_waits() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 100);
        var uploading = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = setup.with(new FaultyStore(setup.store()) {
            @Override
            public void put(String key, Path file, String contentType) {
                uploading.countDown();
                await(goOn);
                super.put(key, file, contentType);
            }
        });
        CompletableFuture<PassResult> first = inBackground(slow.archiving(), java.time.Duration.ZERO);
        await(uploading);

        PassResult leaving = setup.archiving().pass(java.time.Duration.ZERO);
        CompletableFuture<PassResult> waiting = inBackground(setup.archiving(), java.time.Duration.ofMinutes(3));
        goOn.countDown();

        assertThat(leaving.locked()).isTrue();
        assertThat(leaving.archived()).isZero();
        PassResult one = first.get(3, MINUTES);
        PassResult other = waiting.get(3, MINUTES);
        assertThat(one.failures()).isEmpty();
        assertThat(other.failures()).isEmpty();
        assertThat(other.locked()).isFalse();
        // a vacuum that looks at the leaf lets the first leave its DROP to the next pass, which is the waiting one's
        assertThat(one.archived() + other.archived())
                .as("%s, then %s", one, other)
                .isEqualTo(1);
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(100);
    }

    private static CompletableFuture<PassResult> inBackground(Archiving archiving, java.time.Duration waitForLock) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return archiving.pass(waitForLock);
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(3, MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
