package dev.clacks.common.event;

import java.util.Random;

/** Writes a document in one of the many ways that mean the same: with white space and escapes where they need not be. */
final class JsonText {
    private static final String[] SPACES = {" ", "\n", "\t", "\r", "  \n"};

    private final Random random;
    private final double spaces;
    private final double escapes;
    private final StringBuilder out = new StringBuilder();

    private JsonText(Random random) {
        this.random = random;
        this.spaces = random.nextInt(3) == 0 ? 0.3 : 0;
        this.escapes = switch (random.nextInt(4)) {
            case 0 -> 0.02;
            case 1 -> 0.5;
            default -> 0;
        };
    }

    static String of(Json document, Random random) {
        JsonText text = new JsonText(random);
        text.write(document);
        return text.out.toString();
    }

    private void write(Json value) {
        switch (value) {
            case Json.Obj(var members) -> {
                out.append('{');
                for (int i = 0; i < members.size(); i++) {
                    separate(i);
                    string(members.get(i).key());
                    space();
                    out.append(':');
                    space();
                    write(members.get(i).value());
                }
                space();
                out.append('}');
            }
            case Json.Arr(var elements) -> {
                out.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    separate(i);
                    write(elements.get(i));
                }
                space();
                out.append(']');
            }
            case Json.Text(var text) -> string(text);
            case Json.Word(var text) -> out.append(text);
        }
    }

    private void separate(int index) {
        space();
        if (index > 0) {
            out.append(',');
            space();
        }
    }

    private void space() {
        if (spaces > 0 && random.nextDouble() < spaces) {
            out.append(SPACES[random.nextInt(SPACES.length)]);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean pair = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            boolean must = unit < ' ' || unit == '"' || unit == '\\' || (Character.isSurrogate(unit) && !pair);
            if (must || (escapes > 0 && random.nextDouble() < escapes)) {
                escape(unit);
                if (pair) {
                    escape(text.charAt(++i));
                }
            } else if (pair) {
                out.append(unit).append(text.charAt(++i));
            } else {
                out.append(unit);
            }
        }
        out.append('"');
    }

    private void escape(char unit) {
        int known = "\"\\/\b\f\n\r\t".indexOf(unit);
        if (known >= 0 && random.nextBoolean()) {
            out.append('\\').append("\"\\/bfnrt".charAt(known));
        } else {
            out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
        }
    }
}
