package dev.clacks.ingest.doctor;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A form of the body that a client may have signed instead of the bytes that it sent. The bytes are made while they are
 * written, so that a form takes no memory.
 *
 * @param name as it stands in a diagnosis
 * @param hint what to do about it
 */
record BodyForm(String name, String hint, Writing writing) {

    /** Writes a form of the first {@code length} bytes of {@code body}. */
    @FunctionalInterface
    interface Writing {
        void write(byte[] body, int length, OutputStream out) throws IOException;
    }

    /** The bytes as the server has them: no other form. */
    static final BodyForm SENT = new BodyForm("as_sent", "", (body, length, out) -> out.write(body, 0, length));

    /** These bytes, whatever the body is. */
    static BodyForm fixed(String name, String hint, byte[] bytes, int length) {
        return new BodyForm(name, hint, (_, _, out) -> out.write(bytes, 0, length));
    }
}
