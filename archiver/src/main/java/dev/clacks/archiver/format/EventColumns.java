package dev.clacks.archiver.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The archive's columns in their order. */
public final class EventColumns {

    /** Snake-case names, as in {@code events}. */
    public static final List<String> NAMES = Arrays.stream(ArchivedEvent.class.getRecordComponents())
            .map(component -> snakeCase(component.getName()))
            .toList();

    private EventColumns() {}

    /** The names as an SQL list, quoted. */
    public static String sqlList() {
        return "\"" + String.join("\", \"", NAMES) + "\"";
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
