package dev.clacks.ingest.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as people read them in a terminal. Pure. */
final class Text {

    private Text() {}

    /** Columns as wide as their widest value, the last one as it is; ends in a line break. */
    static String table(List<String> header, List<List<String>> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(header);
        lines.addAll(rows);
        int[] widths = new int[header.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> line : lines) {
            var padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                padded.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 2);
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** A name and a value a line, given in turns. */
    static String fields(String... namesAndValues) {
        int width = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            width = Math.max(width, namesAndValues[i].length());
        }
        var text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(namesAndValues[i])
                    .repeat(" ", width - namesAndValues[i].length() + 2)
                    .append(namesAndValues[i + 1])
                    .append('\n');
        }
        return text.toString();
    }

    /** To the second, in UTC; a dash for none. */
    static String time(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Live, or since when it is no more. */
    static String state(@Nullable Instant expiresAt, @Nullable Instant revokedAt) {
        return revokedAt != null
                ? "revoked " + time(revokedAt)
                : expiresAt != null ? "until " + time(expiresAt) : "live";
    }
}
