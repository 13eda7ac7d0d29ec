package dev.clacks.archiver.format;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits comma-separated text into lines of fields; a null field is one that was empty without quotes. Not thread-safe. */
final class CsvFields {

    private static final int END = -1;

    private final Reader in;
    private final StringBuilder field = new StringBuilder();

    CsvFields(Reader in) {
        this.in = in;
    }

    /** The next line's fields; null at the end of the text. */
    @Nullable
    List<@Nullable String> next() throws IOException {
        int c = in.read();
        if (c == END) {
            return null;
        }
        var fields = new ArrayList<@Nullable String>();
        while (true) {
            field.setLength(0);
            boolean quoted = c == '"';
            c = quoted ? quotedRest() : plainRest(c);
            fields.add(field.isEmpty() && !quoted ? null : field.toString());
            if (c == END || c == '\n') {
                return fields;
            }
            c = in.read();
        }
    }

    /** Reads to the field's end and returns what ended it. */
    private int plainRest(int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\n' && c != END) {
            field.append((char) c);
            c = in.read();
        }
        return c;
    }

    private int quotedRest() throws IOException {
        while (true) {
            int c = in.read();
            if (c == END) {
                throw new IOException("the text ends inside quotes");
            }
            if (c != '"') {
                field.append((char) c);
                continue;
            }
            int after = in.read();
            if (after != '"') {
                if (after != ',' && after != '\n' && after != END) {
                    throw new IOException("a closing quote is followed by '" + (char) after + "'");
                }
                return after;
            }
            field.append('"');
        }
    }
}
