package dev.clacks.testkit.junit;

import static java.util.Objects.requireNonNull;

import dev.clacks.testkit.embedded.S3Keys;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An S3 server with an empty bucket for a test class. The server ends with the JVM and its buckets with it. Register it as a
 * static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ObjectStoreExtension S3 = new ObjectStoreExtension();
 * }</pre>
 */
public final class ObjectStoreExtension implements BeforeAllCallback {
    private static final Shared<ObjectStoreBacking> SERVER = new Shared<>(ObjectStoreBacking::start);

    private @Nullable String bucket;

    /** Where the server is; buckets are addressed by path. */
    public URI endpoint() {
        return SERVER.server().endpoint();
    }

    /** What requests are signed with. */
    public S3Keys keys() {
        return ObjectStoreBacking.KEYS;
    }

    /** The region to sign for; the server takes any. */
    public String region() {
        return "us-east-1";
    }

    /** The class's bucket, which exists. */
    public String bucket() {
        return requireNonNull(bucket, "Register the extension as a static field");
    }

    /** Another bucket, empty. */
    public String newBucket() {
        String name = "test-" + UUID.randomUUID();
        SERVER.server().createBucket(name);
        return name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        bucket = newBucket();
    }
}
