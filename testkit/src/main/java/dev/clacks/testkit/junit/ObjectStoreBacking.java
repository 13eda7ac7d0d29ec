package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedS3;
import dev.clacks.testkit.embedded.S3Keys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** An object store for a test run. */
interface ObjectStoreBacking extends AutoCloseable {
    Duration START_LIMIT = Duration.ofMinutes(5);
    S3Keys KEYS = new S3Keys("test-access-key", "test-secret-key");

    URI endpoint();

    void createBucket(String bucket);

    @Override
    void close();

    static ObjectStoreBacking start() {
        return Backing.asked().choose(ObjectStoreBacking::embedded, ObjectStoreInContainer::new);
    }

    private static ObjectStoreBacking embedded() {
        Path data = Backing.dataFolder("s3");
        EmbeddedS3 s3 = new EmbeddedS3(ClacksHome.find(), data, Backing.folder().resolve("s3.log"), 0, KEYS);
        s3.endWithThisProcess();
        s3.start();
        s3.awaitReady(START_LIMIT);
        return new ObjectStoreBacking() {
            @Override
            public URI endpoint() {
                return s3.endpoint();
            }

            @Override
            public void createBucket(String bucket) {
                s3.createBucket(bucket);
            }

            @Override
            public void close() {
                s3.kill();
                Backing.discard(data);
            }
        };
    }
}
