package dev.clacks.archiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.config.S3Settings;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreIT {

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    @TempDir
    private Path folder;

    private final S3ObjectStore store = new S3ObjectStore(ArchiverSetup.s3Settings(S3, S3.newBucket()));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_is_stored_is_read_back_to_the_byte() throws Exception {
        byte[] bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);
        Path read = folder.resolve("read");

        store.put("events/a b+c=d/é.bin", file(bytes), "application/octet-stream");
        store.fetch("events/a b+c=d/é.bin", read);

        assertThat(read).hasBinaryContent(bytes);
    }

    @Test
    void storing_and_reading_replace_what_is_there() throws Exception {
        Path read = file("something older and longer".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        store.put("events/x", file(new byte[] {1, 2, 3}), "text/plain");
        store.put("events/x", file(new byte[] {4}), "text/plain");

        store.fetch("events/x", read);

        assertThat(read).hasBinaryContent(new byte[] {4});
    }

    @Test
    void keys_are_listed_by_prefix_in_their_order() throws Exception {
        for (String key : new String[] {"events/b-2", "events/b-1", "events/c-1", "other"}) {
            store.put(key, file(new byte[] {1}), "text/plain");
        }

        assertThat(store.list("events/b-")).containsExactly("events/b-1", "events/b-2");
        store.delete("events/b-1");
        assertThat(store.list("events/b-")).containsExactly("events/b-2");
        assertThatCode(() -> store.delete("events/b-1")).doesNotThrowAnyException();
    }

    @Test
    void an_object_that_is_not_there_is_said_to_be_missing() {
        assertThatThrownBy(() -> store.fetch("events/none", folder.resolve("none")))
                .isInstanceOf(ObjectMissingException.class)
                .hasMessage("there is no object events/none");
    }

    @Test
    void a_bucket_that_is_not_there_is_named_with_what_to_do() {
        try (var other = new S3ObjectStore(ArchiverSetup.s3Settings(S3, "no-such-bucket"))) {
            assertThatThrownBy(other::check)
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("bucket no-such-bucket does not exist")
                    .hasMessageContaining("S3_BUCKET");
        }
    }

    @Test
    void wrong_keys_are_told_from_a_server_that_is_away_and_not_shown() {
        var wrong =
                S3Settings.at(S3.endpoint().toString(), S3.bucket(), S3.keys().accessKey(), "not-the-secret");
        try (var stranger = new S3ObjectStore(wrong);
                var nobody = new S3ObjectStore(once("http://127.0.0.1:1"))) {
            assertThatThrownBy(stranger::check)
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("HTTP 403")
                    .hasMessageNotContaining("not-the-secret");
            assertThatThrownBy(nobody::check)
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("Connection refused");
        }
    }

    /** A body that is streamed cannot be sent again by the HTTP client: it must not meet a connection that is dead already. */
    @Test
    void connections_that_the_server_closed_between_requests_cost_no_attempt() throws Exception {
        try (var server = new ClosingServer();
                var frugal = new S3ObjectStore(once(server.endpoint()))) {
            for (int i = 0; i < 20; i++) {
                String key = "events/y" + i;
                assertThatCode(() -> frugal.put(key, file(new byte[2_000]), "text/plain"))
                        .doesNotThrowAnyException();
            }
        }
    }

    private static S3Settings once(String endpoint) {
        return new S3Settings(
                endpoint,
                S3.bucket(),
                S3.region(),
                S3.keys().accessKey(),
                S3.keys().secretKey(),
                true,
                false,
                Duration.seconds(5),
                Duration.seconds(30),
                Duration.seconds(30),
                1);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "object", ""), bytes);
    }
}
