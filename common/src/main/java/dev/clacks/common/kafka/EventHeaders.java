package dev.clacks.common.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Names of the record headers. {@code org_id} and {@code app_id} are always the canonical ids, never the UUIDs that
 * stand for them elsewhere. The {@code error_...} and {@code raw_...} ones are on quarantined records only.
 */
public final class EventHeaders {

    public static final String ORG_ID = "org_id";
    public static final String APP_ID = "app_id";
    /** Version of the record's format; this build writes {@value #FORMAT_VERSION}. */
    public static final String VERSION = "v";

    public static final String TRACEPARENT = "traceparent";
    public static final String ERROR_CODE = "error_code";
    public static final String ERROR_FIELD = "error_field";
    public static final String ERROR_MESSAGE = "error_message";
    /** Length in bytes before the value was cut, decimal digits. */
    public static final String RAW_LENGTH = "raw_length";
    /** SHA-256 of the uncut bytes, 64 lower-case hex digits. */
    public static final String RAW_SHA256 = "raw_sha256";

    public static final String FORMAT_VERSION = "1";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private EventHeaders() {}

    /** The header's text, or null where it is absent or has no value. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** The id of an organisation or application, or the empty text where the header holds nothing that can be one. */
    public static String id(Headers headers, String name) {
        @Nullable String text = text(headers, name);
        return text != null && ID.matcher(text).matches() ? text : "";
    }
}
