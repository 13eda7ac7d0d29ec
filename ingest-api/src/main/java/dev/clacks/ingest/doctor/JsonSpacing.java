package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;

/**
 * Writes a JSON text with other white space, as libraries do that serialise anew: keys, texts and numbers stay as they were
 * spelled. What is no JSON comes out as something that nobody signed, which is all that is needed.
 *
 * @param item between two members
 * @param key between a key and its value
 * @param indent spaces a level, each member on a line of its own; 0 for one line
 * @param ascii whether other characters than ASCII become {@code \}{@code uXXXX}, as Python's json does
 */
record JsonSpacing(String item, String key, int indent, boolean ascii) {

    /** {@code JSON.stringify(x)}, serde, Jackson. */
    static final JsonSpacing COMPACT = new JsonSpacing(",", ":", 0, false);

    /** Python's {@code json.dumps(x, separators=(",", ":"))}. */
    static final JsonSpacing COMPACT_ASCII = new JsonSpacing(",", ":", 0, true);

    /** Python's {@code json.dumps(x)}. */
    static final JsonSpacing SPACED_ASCII = new JsonSpacing(", ", ": ", 0, true);

    /** Python's {@code json.dumps(x, ensure_ascii=False)}. */
    static final JsonSpacing SPACED = new JsonSpacing(", ", ": ", 0, false);

    /** {@code JSON.stringify(x, null, 2)}, Python's {@code json.dumps(x, indent=2)}. */
    static final JsonSpacing PRETTY_2 = new JsonSpacing(",", ": ", 2, false);

    static final JsonSpacing PRETTY_4 = new JsonSpacing(",", ": ", 4, false);

    private static final HexFormat HEX = HexFormat.of();

    /** Writes the first {@code length} bytes of {@code json}. */
    void write(byte[] json, int length, OutputStream out) throws IOException {
        int depth = 0;
        for (int i = 0; i < length; i++) {
            byte b = json[i];
            switch (b) {
                case ' ', '\t', '\r', '\n' -> {}
                case '"' -> i = string(json, i, length, out);
                case '{', '[' -> {
                    out.write(b);
                    int next = next(json, i + 1, length);
                    if (next < length && (json[next] == '}' || json[next] == ']')) {
                        out.write(json[next]);
                        i = next;
                    } else {
                        line(++depth, out);
                    }
                }
                case '}', ']' -> {
                    depth = Math.max(0, depth - 1);
                    line(depth, out);
                    out.write(b);
                }
                case ',' -> {
                    text(item, out);
                    line(depth, out);
                }
                case ':' -> text(key, out);
                default -> out.write(b);
            }
        }
    }

    private static int next(byte[] json, int from, int length) {
        int i = from;
        while (i < length && (json[i] == ' ' || json[i] == '\t' || json[i] == '\r' || json[i] == '\n')) {
            i++;
        }
        return i;
    }

    private void line(int depth, OutputStream out) throws IOException {
        if (indent > 0) {
            out.write('\n');
            for (int i = 0; i < depth * indent; i++) {
                out.write(' ');
            }
        }
    }

    /** Writes the string whose quote is at {@code start}; where its closing quote, or the last byte, is. */
    private int string(byte[] json, int start, int length, OutputStream out) throws IOException {
        out.write('"');
        int i = start + 1;
        while (i < length && json[i] != '"') {
            if (json[i] == '\\' && i + 1 < length) {
                out.write(json[i++]);
                out.write(json[i++]);
            } else if (ascii && json[i] < 0) {
                i = escape(json, i, length, out);
            } else {
                out.write(json[i++]);
            }
        }
        if (i < length) {
            out.write('"');
        }
        return i;
    }

    /** Writes the character of several bytes at {@code i} escaped; where the next one is. */
    private static int escape(byte[] json, int i, int length, OutputStream out) throws IOException {
        int first = json[i] & 0xff;
        int bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
        if (bytes == 1 || i + bytes > length) {
            out.write(first);
            return i + 1;
        }
        int point = first & 0xff >> (bytes + 1);
        for (int k = 1; k < bytes; k++) {
            point = point << 6 | (json[i + k] & 0x3f);
        }
        if (!Character.isValidCodePoint(point)) {
            out.write(first);
            return i + 1;
        }
        for (char unit : Character.toChars(point)) {
            text("\\u" + HEX.toHexDigits(unit), out);
        }
        return i + bytes;
    }

    private static void text(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
