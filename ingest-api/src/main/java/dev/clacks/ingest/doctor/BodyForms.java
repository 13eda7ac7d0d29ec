package dev.clacks.ingest.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The forms of a body that clients have been seen, or can be imagined, to sign by mistake; the likely ones first. */
final class BodyForms {

    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final String SERIALISED =
            "Serialise the batch once, and sign and send those very bytes: most HTTP clients that are given an object instead of"
                    + " bytes serialise it anew.";

    /** Those of any body. */
    static final List<BodyForm> ALWAYS = List.of(
            new BodyForm(
                    "without_final_newline",
                    "The signed body lacked the line end that was sent: with curl use --data-binary and a file that ends"
                            + " where the signed text ends.",
                    BodyForms::withoutFinalNewline),
            new BodyForm(
                    "with_final_newline",
                    "The signed body ended with a line feed that was not sent: sign with printf '%s' instead of echo.",
                    BodyForms::withFinalNewline),
            new BodyForm(
                    "line_feeds",
                    "The signed body had plain line feeds; it was sent with carriage returns: send it as binary.",
                    BodyForms::lineFeeds),
            new BodyForm(
                    "carriage_returns",
                    "The signed body had carriage returns, which did not arrive: send it as binary (curl --data-binary).",
                    BodyForms::carriageReturns),
            new BodyForm(
                    "without_line_ends",
                    "The signed body had no line ends, the one that was sent has: sign and send the same bytes.",
                    BodyForms::withoutLineEnds),
            new BodyForm(
                    "without_byte_order_mark",
                    "The body was sent with a byte order mark that was not signed: write the file as UTF-8 without one.",
                    BodyForms::withoutMark),
            new BodyForm(
                    "with_byte_order_mark",
                    "The signed body began with a byte order mark: sign UTF-8 without one.",
                    BodyForms::withMark),
            json("compact_json", "without white space", JsonSpacing.COMPACT),
            json("spaced_ascii_json", "as Python's json.dumps writes it", JsonSpacing.SPACED_ASCII),
            json("spaced_json", "with \", \" and \": \" between members", JsonSpacing.SPACED),
            json("compact_ascii_json", "without white space, in ASCII", JsonSpacing.COMPACT_ASCII),
            json("pretty_json", "indented by two spaces", JsonSpacing.PRETTY_2),
            json("pretty_4_json", "indented by four spaces", JsonSpacing.PRETTY_4),
            BodyForm.fixed("empty", "An empty body was signed: sign after the body is made.", new byte[0], 0));

    private BodyForms() {}

    /** All of them, and one that is likelier. */
    static List<BodyForm> and(BodyForm likelier) {
        var forms = new ArrayList<BodyForm>();
        forms.add(likelier);
        forms.addAll(ALWAYS);
        return forms;
    }

    private static BodyForm json(String name, String how, JsonSpacing spacing) {
        return new BodyForm(name, "The same JSON was signed " + how + ". " + SERIALISED, spacing::write);
    }

    private static void withoutFinalNewline(byte[] body, int length, OutputStream out) throws IOException {
        int end = length;
        while (end > 0 && (body[end - 1] == '\n' || body[end - 1] == '\r')) {
            end--;
        }
        out.write(body, 0, end);
    }

    private static void withFinalNewline(byte[] body, int length, OutputStream out) throws IOException {
        out.write(body, 0, length);
        out.write('\n');
    }

    private static void lineFeeds(byte[] body, int length, OutputStream out) throws IOException {
        for (int i = 0; i < length; i++) {
            if (body[i] != '\r' || i + 1 == length || body[i + 1] != '\n') {
                out.write(body[i]);
            }
        }
    }

    private static void carriageReturns(byte[] body, int length, OutputStream out) throws IOException {
        for (int i = 0; i < length; i++) {
            if (body[i] == '\n' && (i == 0 || body[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(body[i]);
        }
    }

    private static void withoutLineEnds(byte[] body, int length, OutputStream out) throws IOException {
        for (int i = 0; i < length; i++) {
            if (body[i] != '\r' && body[i] != '\n') {
                out.write(body[i]);
            }
        }
    }

    private static void withoutMark(byte[] body, int length, OutputStream out) throws IOException {
        boolean marked = length >= BOM.length && body[0] == BOM[0] && body[1] == BOM[1] && body[2] == BOM[2];
        int from = marked ? BOM.length : 0;
        out.write(body, from, length - from);
    }

    private static void withMark(byte[] body, int length, OutputStream out) throws IOException {
        out.write(BOM);
        out.write(body, 0, length);
    }
}
