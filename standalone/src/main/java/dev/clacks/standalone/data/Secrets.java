package dev.clacks.standalone.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a pipeline was given on its first start and keeps: passwords, keys, and the applications with their credentials. In
 * {@code credentials.json}, readable by the owner alone. {@code toString} shows nothing.
 *
 * @param postgres password of the database's superuser
 * @param owner password of the schema's owner
 * @param services password of the services' logins
 * @param adminToken of the services' admin ports
 * @param s3AccessKey name of the key pair of the object store
 * @param s3SecretKey its secret half
 * @param orgId the demo organisation
 * @param applications its applications, at least one
 */
public record Secrets(
        @JsonProperty("postgres_password") String postgres,
        @JsonProperty("owner_password") String owner,
        @JsonProperty("service_password") String services,
        @JsonProperty("admin_token") String adminToken,
        @JsonProperty("s3_access_key") String s3AccessKey,
        @JsonProperty("s3_secret_key") String s3SecretKey,
        @JsonProperty("org_id") String orgId,
        @JsonProperty("applications") List<App> applications) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * An application.
     *
     * @param id its canonical id
     * @param name for people
     * @param apiToken a bearer token with scope ingest
     * @param hmacSecret in the form that the self-hosting guide's SQL makes: base64 of 32 bytes
     */
    public record App(
            @JsonProperty("app_id") String id,
            @JsonProperty("name") String name,
            @JsonProperty("api_token") String apiToken,
            @JsonProperty("hmac_secret") String hmacSecret) {
        @Override
        public String toString() {
            return "App[" + id + "]";
        }
    }

    /**
     * Those of the folder; where there are none yet, new ones, which are written before they are returned.
     *
     * @param names of the applications to make on the first start
     */
    public static Secrets of(DataFolder folder, List<String> names) throws IOException {
        try {
            return read(folder);
        } catch (NoSuchFileException e) {
            Secrets fresh = fresh(names);
            DataFolder.writePrivately(
                    folder.credentials(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fresh));
            return fresh;
        }
    }

    /**
     * Those of the folder.
     *
     * @throws NoSuchFileException when it has none
     */
    public static Secrets read(DataFolder folder) throws IOException {
        byte[] text = Files.readAllBytes(folder.credentials());
        try {
            return JSON.readValue(text, Secrets.class);
        } catch (JsonProcessingException e) {
            throw new UserErrorException(folder.credentials() + " cannot be understood (" + e.getOriginalMessage()
                    + "): put it back as it was, or begin anew with --fresh");
        }
    }

    private static Secrets fresh(List<String> names) {
        var applications = new ArrayList<App>();
        for (String name : names) {
            applications.add(new App(
                    "app_" + hex(5).substring(1),
                    name,
                    "ck_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32)),
                    Base64.getEncoder().encodeToString(bytes(32))));
        }
        return new Secrets(hex(24), hex(24), hex(24), hex(24), "clacks", hex(20), "org_demo", applications);
    }

    private static String hex(int bytes) {
        return HexFormat.of().formatHex(bytes(bytes));
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** The application that {@code up} presents. */
    public App first() {
        return applications.getFirst();
    }

    @Override
    public String toString() {
        return "Secrets[" + orgId + "]";
    }
}
