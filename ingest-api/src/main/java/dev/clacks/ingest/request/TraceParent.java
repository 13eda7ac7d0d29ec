package dev.clacks.ingest.request;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C trace context: only a header of exactly the standard's form is passed on. */
public final class TraceParent {

    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The header as it came, or null where it is absent or malformed: the standard says to ignore those. */
    public static @Nullable String of(@Nullable String header) {
        return header != null && header.length() == 55 && FORM.matcher(header).matches() ? header : null;
    }
}
