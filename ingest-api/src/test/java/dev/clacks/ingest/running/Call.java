package dev.clacks.ingest.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A signed batch on its way to the wire, right in every respect until a test spoils it. What is set later wins; the
 * signature is made at last, unless a test gives one.
 */
public final class Call {

    private record Header(String name, String value) {}

    private final List<Header> headers = new ArrayList<>();
    private final Tenant tenant;
    private final byte[] body;
    private String method = "POST";
    private String path;
    private String secret;
    private String timestamp;
    private byte[] sent;

    private Call(Tenant tenant, Dialect dialect, byte[] body, Instant now) {
        this.tenant = tenant;
        this.body = body;
        this.sent = body;
        this.path = dialect.path(tenant);
        this.secret = tenant.secret();
        this.timestamp = Long.toString(now.getEpochSecond());
        header("Content-Type", "application/json");
        if (dialect == Dialect.SDK) {
            header("X-Nonce", UUID.randomUUID().toString());
            header("X-SDK-Version", "telemetry-kit-rust/0.3.0");
            header("X-Schema-Version", "1.0.0");
            header("X-Clacks-Overhead", "GNU Terry Pratchett");
        } else {
            header("Authorization", "Bearer " + tenant.token());
        }
    }

    /** A batch of that dialect, signed now. */
    public static Call of(Tenant tenant, Dialect dialect, byte[] body, Instant now) {
        return new Call(tenant, dialect, body, now);
    }

    public Call method(String other) {
        method = other;
        return this;
    }

    public Call path(String other) {
        path = other;
        return this;
    }

    /** Signs with another secret than the tenant's. */
    public Call secret(String other) {
        secret = other;
        return this;
    }

    /** Gives X-Timestamp, and signs it. */
    public Call timestamp(String value) {
        timestamp = value;
        return this;
    }

    public Call timestamp(long seconds) {
        return timestamp(Long.toString(seconds));
    }

    /** Sets a header in place of whatever it was. */
    public Call header(String name, String value) {
        return without(name).add(name, value);
    }

    /** Adds a header beside whatever there is. */
    public Call add(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    public Call without(String name) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
        return this;
    }

    /** Sends other bytes than those that are signed. */
    public Call sending(byte[] bytes) {
        sent = bytes;
        return this;
    }

    public Call gzipped() {
        return sending(gzip(body)).header("Content-Encoding", "gzip");
    }

    /** Sends the body in chunks of its own, without a Content-Length. */
    public Call chunked() {
        var chunks = new ByteArrayOutputStream();
        int half = sent.length / 2;
        chunks.writeBytes(chunk(sent, 0, half));
        chunks.writeBytes(chunk(sent, half, sent.length));
        chunks.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return sending(chunks.toByteArray()).header("Transfer-Encoding", "chunked");
    }

    /** The request's head, the empty line at its end included. */
    public byte[] head() {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        line(text, "X-Timestamp", timestamp);
        if (find("X-Signature") == null) {
            line(text, "X-Signature", sign(secret, timestamp, find("X-Nonce"), body));
        }
        if (find("Transfer-Encoding") == null && find("Content-Length") == null) {
            line(text, "Content-Length", Integer.toString(sent.length));
        }
        headers.forEach(header -> line(text, header.name(), header.value()));
        return text.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    public byte[] sent() {
        return sent;
    }

    /** Head and body. */
    public byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(head());
        all.writeBytes(sent);
        return all.toByteArray();
    }

    public Tenant tenant() {
        return tenant;
    }

    public static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The signature as protocol.md defines it, written anew: not with the server's code. */
    public static String sign(String secret, String timestamp, @Nullable String nonce, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((timestamp + ":" + (nonce == null ? "" : nonce + ":")).getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] chunk(byte[] bytes, int from, int to) {
        var out = new ByteArrayOutputStream();
        if (to > from) {
            out.writeBytes((Integer.toHexString(to - from) + "\r\n").getBytes(ISO_8859_1));
            out.write(bytes, from, to - from);
            out.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.equals(ABSENT)) {
            text.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /** As a header's value: it is left out where it would be made. */
    public static final String ABSENT = "\0";

    private @Nullable String find(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }
}
