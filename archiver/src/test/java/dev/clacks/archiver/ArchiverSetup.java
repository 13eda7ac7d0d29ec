package dev.clacks.archiver;

import dev.clacks.archiver.config.ArchiveSettings;
import dev.clacks.archiver.config.S3Settings;
import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.pass.ArchiveParts;
import dev.clacks.archiver.pass.Archiving;
import dev.clacks.archiver.pass.PassResult;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.run.Progress;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.ManualClock;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.sql.SQLException;

/** An archiver with the rights of its role, on a database and a bucket that nobody else uses. */
public record ArchiverSetup(TestDatabase database, ObjectStore store, ScriptedKafka kafka, ArchiveSettings settings) {

    /** It is then for the archiver; all days of the tests lie before. */
    public static final ManualClock CLOCK = ManualClock.at("2026-06-01T12:00:00Z");

    private static final java.time.Duration LOCK_LIMIT = java.time.Duration.ofMinutes(3);

    /** On a new bucket. */
    public static ArchiverSetup on(TestDatabase database, ObjectStoreExtension s3) {
        return new ArchiverSetup(
                database, new S3ObjectStore(s3Settings(s3, s3.newBucket())), new ScriptedKafka(), forSmallTables());
    }

    public static S3Settings s3Settings(ObjectStoreExtension s3, String bucket) {
        return S3Settings.at(
                s3.endpoint().toString(),
                bucket,
                s3.keys().accessKey(),
                s3.keys().secretKey());
    }

    private static ArchiveSettings forSmallTables() {
        ArchiveSettings defaults = ArchiveSettings.defaults();
        return new ArchiveSettings(
                ArchiveFormat.PARQUET,
                true,
                null,
                defaults.objectRows(),
                defaults.objectSize(),
                DataSize.mebibytes(1),
                defaults.fetchRows(),
                defaults.lockTimeout(),
                defaults.directory());
    }

    /** The same with objects of another format, closed at so many rows. */
    public ArchiverSetup with(ArchiveFormat format, long objectRows) {
        return with(new ArchiveSettings(
                format,
                settings.waitForKafka(),
                settings.afterDays(),
                objectRows,
                settings.objectSize(),
                settings.rowGroupSize(),
                settings.fetchRows(),
                settings.lockTimeout(),
                settings.directory()));
    }

    /** The same, whatever Kafka still holds. */
    public ArchiverSetup withoutWaitingForKafka() {
        return with(new ArchiveSettings(
                settings.format(),
                false,
                settings.afterDays(),
                settings.objectRows(),
                settings.objectSize(),
                settings.rowGroupSize(),
                settings.fetchRows(),
                settings.lockTimeout(),
                settings.directory()));
    }

    /** The same, and readers of a leaf are waited for so long. */
    public ArchiverSetup withLockTimeout(Duration lockTimeout) {
        return with(new ArchiveSettings(
                settings.format(),
                settings.waitForKafka(),
                settings.afterDays(),
                settings.objectRows(),
                settings.objectSize(),
                settings.rowGroupSize(),
                settings.fetchRows(),
                lockTimeout,
                settings.directory()));
    }

    private ArchiverSetup with(ArchiveSettings other) {
        return new ArchiverSetup(database, store, kafka, other);
    }

    /** The same through another bucket. */
    public ArchiverSetup with(ObjectStore other) {
        return new ArchiverSetup(database, other, kafka, settings);
    }

    public EventTables tables() {
        return new EventTables(database);
    }

    public Archive archive() {
        return new Archive(tables(), store);
    }

    /** With the archiver's role, straight to the database. */
    public DatabaseUrl databaseUrl() {
        return DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.ARCHIVER)));
    }

    public ArchiveParts parts() {
        return parts(kafka);
    }

    /** What a pass is made of, with another Kafka. */
    public ArchiveParts parts(LogStartSource otherKafka) {
        return new ArchiveParts(settings, store, otherKafka, new Pulse(CLOCK), Progress.silent(), CLOCK);
    }

    public Archiving archiving() {
        return new Archiving(databaseUrl(), parts());
    }

    /** One pass. The server takes a moment to notice that the session of the pass before is gone, and its lock with it. */
    public PassResult pass() throws SQLException, InterruptedException {
        return archiving().pass(LOCK_LIMIT);
    }
}
