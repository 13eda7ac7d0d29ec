package dev.clacks.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.junit.S3Clients;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3IT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final S3Keys KEYS = new S3Keys("the-key", "the-secret");
    private static final String BUCKET = "archive";

    @TempDir
    Path folder;

    private EmbeddedS3 s3;

    @BeforeEach
    void startServer() {
        s3 = new EmbeddedS3(ClacksHome.find(), folder, folder.resolve("s3.log"), 0, KEYS);
        s3.endWithThisProcess();
        s3.createBucket(BUCKET);
        restart();
    }

    @AfterEach
    void killServer() {
        s3.kill();
    }

    @Test
    void objectsSurviveKillNineAndAnOrderlyStop() {
        try (S3Client client = S3Clients.of(s3.endpoint(), KEYS)) {
            client.putObject(request -> request.bucket(BUCKET).key("dt=1/a"), RequestBody.fromString("first"));
            s3.kill();
            restart();
            client.putObject(request -> request.bucket(BUCKET).key("dt=1/b"), RequestBody.fromString("second"));
            s3.stop();
            assertThat(s3.process().isAlive()).isFalse();
            restart();

            assertThat(read(client, "dt=1/a")).isEqualTo("first");
            assertThat(read(client, "dt=1/b")).isEqualTo("second");
        }
    }

    @Test
    void refusesAnotherSecret() {
        try (S3Client client = S3Clients.of(s3.endpoint(), new S3Keys(KEYS.accessKey(), "wrong"))) {
            assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket(BUCKET)))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void logsNothingWhileAllIsWell() throws Exception {
        try (S3Client client = S3Clients.of(s3.endpoint(), KEYS)) {
            client.putObject(request -> request.bucket(BUCKET).key("a"), RequestBody.fromString("first"));
        }

        assertThat(s3.log()).isEmptyFile();
    }

    private static String read(S3Client client, String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asUtf8String();
    }

    private void restart() {
        long begun = System.nanoTime();
        s3.start();
        s3.awaitReady(LIMIT);
        System.out.printf(
                "s3: ready after %d ms, %s%n",
                (System.nanoTime() - begun) / 1_000_000, ResidentMemory.of(s3.process()));
    }
}
