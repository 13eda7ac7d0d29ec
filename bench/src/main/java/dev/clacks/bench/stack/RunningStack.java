package dev.clacks.bench.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.bench.client.Target;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The file {@code clacks.json} in the data folder of a running {@code up}: where everything is and who may use it. It is
 * rewritten when a process was restarted and removed when the pipeline stops. It holds secrets.
 *
 * @param adminUrls from service name to the admin addresses of its processes
 * @param postgresUrl in psql's form, for the superuser
 * @param processes from service name to process ids
 */
public record RunningStack(
        @JsonProperty("ingest_url") String ingestUrl,
        @JsonProperty("admin_url") String adminUrl,
        @JsonProperty("admin_urls") Map<String, List<String>> adminUrls,
        @JsonProperty("admin_token") String adminToken,
        @JsonProperty("org_id") String orgId,
        @JsonProperty("org_uuid") String orgUuid,
        @JsonProperty("app_id") String appId,
        @JsonProperty("app_uuid") String appUuid,
        @JsonProperty("api_token") String apiToken,
        @JsonProperty("hmac_secret") String hmacSecret,
        @JsonProperty("postgres_url") String postgresUrl,
        @JsonProperty("kafka_bootstrap") String kafkaBootstrap,
        @JsonProperty("s3") S3 s3,
        @JsonProperty("processes") Map<String, List<Long>> processes) {

    /** Its name in the data folder. */
    public static final String FILE = "clacks.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The object store. */
    public record S3(
            @JsonProperty("endpoint") String endpoint,
            @JsonProperty("bucket") String bucket,
            @JsonProperty("access_key") String accessKey,
            @JsonProperty("secret_key") String secretKey) {}

    /**
     * Reads the file.
     *
     * @throws UserErrorException when none is there: nothing runs on that folder
     */
    public static RunningStack read(Path data) {
        Path file = data.resolve(FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), RunningStack.class);
        } catch (NoSuchFileException e) {
            throw new UserErrorException("nothing runs on " + data + " (there is no " + file
                    + "): start ./clacks up, or name the folder of a running one with --data");
        } catch (JsonProcessingException e) {
            throw new UserErrorException(file + " is not what ./clacks up writes: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UserErrorException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** As the file's text. */
    public byte[] json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }

    /** The id of the first process of that name. */
    public long pid(String process) {
        return processes.getOrDefault(process, List.of()).getFirst();
    }

    /** The demo application, by its canonical ids. */
    public Target target() {
        return target(orgId, appId);
    }

    /** The demo application, by its UUIDs, as the published SDK wants it. */
    public Target sdkTarget() {
        return target(orgUuid, appUuid);
    }

    private Target target(String org, String app) {
        return new Target(URI.create(ingestUrl), org, app, apiToken, hmacSecret);
    }
}
