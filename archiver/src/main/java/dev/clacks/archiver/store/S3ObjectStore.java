package dev.clacks.archiver.store;

import dev.clacks.archiver.config.S3Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The S3 protocol through Amazon's SDK, on the JDK's own HTTP client. */
public final class S3ObjectStore implements ObjectStore {

    private final S3Client client;
    private final String bucket;
    private final String where;

    public S3ObjectStore(S3Settings settings) {
        this.client = client(settings);
        this.bucket = settings.bucket();
        this.where = settings.endpoint().isEmpty() ? "S3 in " + settings.region() : settings.endpoint();
    }

    private static S3Client client(S3Settings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(
                        settings.checksums()
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        settings.checksums()
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout().toJavaDuration())
                        .socketTimeout(settings.readTimeout().toJavaDuration()))
                // A body is streamed, so the JDK's client cannot send it again by itself: over a pooled connection that
                // the
                // server has closed it fails, and a pool of such connections uses up all attempts.
                .overrideConfiguration(override -> override.putHeader("Connection", "close")
                        .apiCallAttemptTimeout(settings.attemptTimeout().toJavaDuration())
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(settings.attempts())
                                .build()));
        if (!settings.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(settings.endpoint()));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.accessKeyId().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKeyId(), settings.secretAccessKey()));
    }

    @Override
    public void put(String key, Path file, String contentType) {
        asked(
                "store " + key,
                () -> client.putObject(
                        request -> request.bucket(bucket).key(key).contentType(contentType),
                        RequestBody.fromFile(file)));
    }

    @Override
    public void fetch(String key, Path into) {
        asked("read " + key, () -> {
            deleteFile(into);
            try {
                return client.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toFile(into));
            } catch (NoSuchKeyException e) {
                throw new ObjectMissingException(key, e);
            }
        });
    }

    /** The SDK refuses to write over a file. */
    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public List<String> list(String prefix) {
        return asked("list " + prefix, () -> {
            var keys = new ArrayList<String>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(prefix))
                    .contents()) {
                keys.add(object.key());
            }
            return keys;
        });
    }

    @Override
    public void delete(String key) {
        asked(
                "delete " + key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    @Override
    public void check() {
        asked("look", () -> {
            try {
                return client.listObjectsV2(
                        request -> request.bucket(bucket).prefix("events/").maxKeys(1));
            } catch (NoSuchBucketException e) {
                throw new ObjectStoreException(
                        "bucket %s does not exist at %s: create it, or set S3_BUCKET".formatted(bucket, where), e);
            }
        });
    }

    private <T> T asked(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            String code =
                    e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
            throw new ObjectStoreException(
                    "could not %s in bucket %s at %s: HTTP %d%s".formatted(what, bucket, where, e.statusCode(), code),
                    e);
        } catch (SdkException e) {
            throw new ObjectStoreException(
                    "could not %s in bucket %s at %s: %s".formatted(what, bucket, where, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
