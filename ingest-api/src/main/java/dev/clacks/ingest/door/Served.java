package dev.clacks.ingest.door;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A path of the door's port that a servlet answers: all but batches.
 *
 * @param label stands for every path that matches, in metrics
 * @param path matches the canonical path as a whole
 * @param methods what the servlet takes; anything else is answered 405 before it
 */
public record Served(String label, Pattern path, Set<String> methods) {

    /** An id or a UUID, as the protocol spells them. */
    private static final String NAME = "[A-Za-z0-9._-]{1,255}";

    private static final Set<String> READ = Set.of("GET", "HEAD");

    public Served {
        methods = Set.copyOf(methods);
    }

    /** To be read with GET and HEAD. In the template {@code {}} stands for an id of an organisation or application. */
    public static Served read(String label, String template) {
        return of(label, template, READ);
    }

    /** To be sent something with POST. */
    public static Served post(String label, String template) {
        return of(label, template, Set.of("POST"));
    }

    private static Served of(String label, String template, Set<String> methods) {
        String[] fixed = template.split("\\{}", -1);
        var regex = new StringBuilder(Pattern.quote(fixed[0]));
        for (int i = 1; i < fixed.length; i++) {
            regex.append(NAME).append(Pattern.quote(fixed[i]));
        }
        return new Served(label, Pattern.compile(regex.toString()), methods);
    }

    boolean serves(String canonicalPath) {
        return path.matcher(canonicalPath).matches();
    }

    /** For the header {@code Allow}. */
    String allowed() {
        return String.join(", ", new TreeSet<>(methods));
    }
}
