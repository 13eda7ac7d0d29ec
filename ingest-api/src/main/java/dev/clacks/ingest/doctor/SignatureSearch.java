package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clacks.ingest.auth.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the mistake that explains a signature: first those of one kind alone, then two at once, until one fits or as many
 * bytes were hashed as a diagnosis may cost. Each comparison takes the same time. For one thread, one search.
 */
final class SignatureSearch {

    /** Most bytes that one diagnosis hashes: about a tenth of a second of one core. */
    static final long BUDGET = 128L << 20;

    /** A form longer than so many times the body, such as deep nesting indented, is given up. */
    private static final int GROWTH = 4;

    private static final int SLACK = 4096;

    private final byte[] signature;
    private final byte[] body;
    private final int length;
    private long budget;
    private boolean complete = true;

    /** What explains the signature. */
    record Match(KeyForm key, MessageForm message, BodyForm body) {}

    SignatureSearch(byte[] signature, byte[] body, int length) {
        this(signature, body, length, BUDGET);
    }

    SignatureSearch(byte[] signature, byte[] body, int length, long budget) {
        this.signature = signature;
        this.body = body;
        this.length = length;
        this.budget = budget;
    }

    /** Whether everything was tried. */
    boolean complete() {
        return complete;
    }

    /** Whether it is right: this live secret over the message as it should be. */
    boolean right(KeyForm live, MessageForm sent) {
        return explains(live, sent, BodyForm.SENT);
    }

    /**
     * The likeliest explanation, or null.
     *
     * @param live the live secrets
     * @param others what may have been taken for one
     * @param sent the message's form as it should be
     */
    @Nullable
    Match explain(
            List<KeyForm> live,
            List<KeyForm> others,
            MessageForm sent,
            List<MessageForm> messages,
            List<BodyForm> bodies) {
        List<BodyForm> sentBody = List.of(BodyForm.SENT);
        List<MessageForm> sentMessage = List.of(sent);
        Match match = first(live, messages, sentBody);
        match = match != null ? match : first(others, sentMessage, sentBody);
        match = match != null ? match : first(live, sentMessage, bodies);
        match = match != null ? match : first(others, messages, sentBody);
        match = match != null ? match : first(live, messages, bodies);
        return match != null ? match : first(others, sentMessage, bodies);
    }

    private @Nullable Match first(List<KeyForm> keys, List<MessageForm> messages, List<BodyForm> bodies) {
        for (MessageForm message : messages) {
            for (BodyForm form : bodies) {
                for (KeyForm key : keys) {
                    if (explains(key, message, form)) {
                        return new Match(key, message, form);
                    }
                }
            }
        }
        return null;
    }

    private boolean explains(KeyForm key, MessageForm message, BodyForm form) {
        if (budget < length) {
            complete = false;
            return false;
        }
        try {
            return Signature.signs(signature, key.key(), mac -> {
                mac.update(message.prefix().getBytes(ISO_8859_1));
                long most = (long) length * GROWTH + SLACK;
                var out = new MacStream(mac, most);
                try {
                    form.writing().write(body, length, out);
                    out.flush();
                } finally {
                    budget -= out.written();
                }
            });
        } catch (MacStream.TooLongException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
