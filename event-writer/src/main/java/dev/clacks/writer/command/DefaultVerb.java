package dev.clacks.writer.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code progress} alone means {@code progress show}: some commands have a verb that may be left out. */
public final class DefaultVerb {

    private static final Map<String, String> DEFAULTS =
            Map.of("progress", "show", "operations", "list", "partitions", "list");
    private static final Map<String, Set<String>> VERBS = Map.of(
            "progress", Set.of("show", "skip"),
            "operations", Set.of("list", "show", "resume", "cancel"),
            "partitions", Set.of("list", "ensure"));

    private DefaultVerb() {}

    /** The arguments, with the verb where it was left out. */
    public static String[] in(String... arguments) {
        String verb = arguments.length == 0 ? null : DEFAULTS.get(arguments[0]);
        if (verb == null) {
            return arguments;
        }
        if (arguments.length > 1
                && (VERBS.getOrDefault(arguments[0], Set.of()).contains(arguments[1])
                        || arguments[1].equals("-h")
                        || arguments[1].equals("--help"))) {
            return arguments;
        }
        var all = new ArrayList<>(List.of(arguments));
        all.add(1, verb);
        return all.toArray(new String[0]);
    }
}
