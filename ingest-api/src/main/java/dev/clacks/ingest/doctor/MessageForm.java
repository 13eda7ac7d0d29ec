package dev.clacks.ingest.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may have put before the body in the signed message.
 *
 * @param name as it stands in a diagnosis
 * @param hint what to do about it
 * @param prefix all that is signed before the body
 */
record MessageForm(String name, String hint, String prefix) {

    private static final String EXPECTED_NONCE = "With X-Nonce the signed message is \"X-Timestamp:X-Nonce:body\".";
    private static final String EXPECTED_PLAIN = "Without X-Nonce the signed message is \"X-Timestamp:body\".";

    /** The form that the protocol wants: no mistake. */
    static MessageForm sent(String timestamp, @Nullable String nonce) {
        return new MessageForm("as_sent", "", timestamp + ":" + (nonce == null ? "" : nonce + ":"));
    }

    /** The mistakes, the likely ones first. */
    static List<MessageForm> mistakes(String timestamp, @Nullable String nonce, long seconds) {
        String expected = nonce == null ? EXPECTED_PLAIN : EXPECTED_NONCE;
        var forms = new ArrayList<MessageForm>();
        if (nonce == null) {
            forms.add(new MessageForm(
                    "empty_nonce", "An empty nonce was signed but none was sent. " + expected, timestamp + "::"));
        } else {
            forms.add(new MessageForm(
                    "without_nonce",
                    "The nonce was sent but not signed: sign it, or leave X-Nonce out. " + expected,
                    timestamp + ":"));
            forms.add(new MessageForm(
                    "nonce_first", "Nonce and timestamp were swapped. " + expected, nonce + ":" + timestamp + ":"));
        }
        if (seconds < Long.MAX_VALUE / 1000) {
            forms.add(new MessageForm(
                    "seconds_signed",
                    "X-Timestamp is milliseconds, what was signed is seconds: send and sign the same Unix seconds.",
                    prefix(Long.toString(seconds / 1000), nonce, ":")));
            forms.add(new MessageForm(
                    "milliseconds_signed",
                    "X-Timestamp is seconds, what was signed is milliseconds: send and sign the same Unix seconds.",
                    prefix(Long.toString(seconds * 1000), nonce, ":")));
        }
        forms.add(new MessageForm("body_alone", "The body alone was signed. " + expected, ""));
        forms.add(
                new MessageForm("dots", "Dots stand where colons belong. " + expected, prefix(timestamp, nonce, ".")));
        forms.add(new MessageForm(
                "line_feeds", "Line feeds stand where colons belong. " + expected, prefix(timestamp, nonce, "\n")));
        forms.add(new MessageForm(
                "nothing_between", "The colons are missing. " + expected, prefix(timestamp, nonce, "")));
        return forms;
    }

    private static String prefix(String timestamp, @Nullable String nonce, String separator) {
        return timestamp + separator + (nonce == null ? "" : nonce + separator);
    }
}
