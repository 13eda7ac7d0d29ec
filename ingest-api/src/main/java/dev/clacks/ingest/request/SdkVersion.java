package dev.clacks.ingest.request;

import dev.clacks.ingest.answer.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code X-SDK-Version} tells about the client. */
public final class SdkVersion {

    private static final String ANY = "telemetry-kit-";
    /** At most nine digits each, so that they fit an int. */
    private static final Pattern RUST =
            Pattern.compile("telemetry-kit-rust/(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?(?:[-+].*)?");

    private SdkVersion() {}

    /** Whether the client is an SDK of telemetry-kit, of whatever language and version. */
    public static boolean isSdk(@Nullable String header) {
        return header != null && header.startsWith(ANY);
    }

    /**
     * The shape of errors that the client can read: flat for {@code telemetry-kit-rust/} up to 0.3.0 that calls both
     * organisation and application by UUID, which the published crate must and the one built from the repository need not.
     */
    public static Shape shape(@Nullable String header, @Nullable Target target) {
        return header != null && target instanceof Target.Path path && path.uuids() && upTo030(header)
                ? Shape.FLAT
                : Shape.NESTED;
    }

    private static boolean upTo030(String header) {
        Matcher version = RUST.matcher(header);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        String patch = version.group(3);
        return major == 0 && (minor < 3 || (minor == 3 && (patch == null || Integer.parseInt(patch) == 0)));
    }
}
