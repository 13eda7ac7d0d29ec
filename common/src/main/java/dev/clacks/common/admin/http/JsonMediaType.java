package dev.clacks.common.admin.http;

import java.util.List;
import java.util.Locale;

/** What a body says of itself. */
public final class JsonMediaType {

    /** What to tell whose body says something else. */
    public static final String REQUIRED = "Content-Type must be application/json, in UTF-8.";

    private JsonMediaType() {}

    /**
     * Whether it says that it is JSON in UTF-8.
     *
     * @param contentType the values of {@code Content-Type}; several can mean two things
     */
    public static boolean isIn(List<String> contentType) {
        if (contentType.size() != 1) {
            return false;
        }
        String[] parts = contentType.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        return json;
    }
}
