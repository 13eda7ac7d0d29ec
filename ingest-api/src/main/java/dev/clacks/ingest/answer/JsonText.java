package dev.clacks.ingest.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Builds a JSON text from left to right; the caller keeps its members in order. Answers are short and always of the same
 * few shapes, so this is all they need. Not thread-safe.
 */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(128);
    private boolean comma;

    public JsonText open(char bracket) {
        separate();
        text.append(bracket);
        comma = false;
        return this;
    }

    public JsonText close(char bracket) {
        text.append(bracket);
        comma = true;
        return this;
    }

    public JsonText name(String name) {
        separate();
        quote(name);
        text.append(':');
        comma = false;
        return this;
    }

    public JsonText value(String value) {
        separate();
        quote(value);
        comma = true;
        return this;
    }

    public JsonText value(long value) {
        separate();
        text.append(value);
        comma = true;
        return this;
    }

    public JsonText value(boolean value) {
        separate();
        text.append(value);
        comma = true;
        return this;
    }

    public JsonText member(String name, String value) {
        return name(name).value(value);
    }

    public JsonText memberOrNull(String name, @Nullable String value) {
        if (value != null) {
            return member(name, value);
        }
        name(name);
        text.append("null");
        comma = true;
        return this;
    }

    public JsonText member(String name, long value) {
        return name(name).value(value);
    }

    public JsonText member(String name, boolean value) {
        return name(name).value(value);
    }

    public byte[] bytes() {
        return text.toString().getBytes(UTF_8);
    }

    private void separate() {
        if (comma) {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
