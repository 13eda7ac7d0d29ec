package dev.clacks.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.embedded.S3Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectStoreExtensionIT {
    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    @Test
    void anObjectIsReadBackFromTheClassesBucketAndFromNoOther() {
        try (S3Client client = S3Clients.of(S3.endpoint(), S3.keys())) {
            client.putObject(request -> request.bucket(S3.bucket()).key("a/b"), RequestBody.fromString("clack"));

            assertThat(client.getObjectAsBytes(
                                    request -> request.bucket(S3.bucket()).key("a/b"))
                            .asUtf8String())
                    .isEqualTo("clack");
            String other = S3.newBucket();
            assertThat(client.listObjectsV2(request -> request.bucket(other)).contents())
                    .isEmpty();
        }
    }

    @Test
    void anObjectThatMustNotExistYetIsNotOverwritten() {
        try (S3Client client = S3Clients.of(S3.endpoint(), S3.keys())) {
            client.putObject(request -> request.bucket(S3.bucket()).key("once"), RequestBody.fromString("first"));

            assertThatThrownBy(() -> client.putObject(
                            request -> request.bucket(S3.bucket()).key("once").ifNoneMatch("*"),
                            RequestBody.fromString("second")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(412));
        }
    }

    @Test
    void anotherSecretIsRefused() {
        try (S3Client client = S3Clients.of(S3.endpoint(), new S3Keys(S3.keys().accessKey(), "wrong"))) {
            assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket(S3.bucket())))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }
}
