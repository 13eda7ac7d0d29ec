package dev.clacks.ingest.request;

import java.util.Locale;
import java.util.regex.Pattern;

/** The form of the names of organisations and applications. */
public final class Names {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Names() {}

    /** Whether it may name an organisation or application: 1 to 255 of {@code A-Z a-z 0-9 . _ -}. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether it is a UUID in canonical text form, in any case. */
    public static boolean isUuid(String text) {
        return text.length() == 36 && UUID.matcher(text).matches();
    }

    /** The spelling by which names are looked up: a UUID in lower case, all else as it is. */
    public static String normal(String name) {
        return isUuid(name) ? name.toLowerCase(Locale.ROOT) : name;
    }
}
