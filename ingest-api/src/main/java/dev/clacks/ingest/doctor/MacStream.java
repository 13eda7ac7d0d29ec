package dev.clacks.ingest.doctor;

import java.io.IOException;
import java.io.OutputStream;
import javax.crypto.Mac;

/** Feeds a MAC; {@link #flush} hands over the last bytes. Not thread-safe. */
final class MacStream extends OutputStream {

    private final Mac mac;
    private final long most;
    private final byte[] buffer = new byte[8192];
    private int buffered;
    private long written;

    /** More bytes than are allowed. It carries no stack trace: it is an ordinary end. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** @param most bytes that it takes */
    MacStream(Mac mac, long most) {
        this.mac = mac;
        this.most = most;
    }

    long written() {
        return written;
    }

    @Override
    public void write(int b) throws TooLongException {
        count(1);
        if (buffered == buffer.length) {
            flush();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws TooLongException {
        count(length);
        if (length > buffer.length - buffered) {
            flush();
        }
        if (length > buffer.length) {
            mac.update(bytes, from, length);
        } else {
            System.arraycopy(bytes, from, buffer, buffered, length);
            buffered += length;
        }
    }

    @Override
    public void flush() {
        mac.update(buffer, 0, buffered);
        buffered = 0;
    }

    private void count(int more) throws TooLongException {
        if (more > most - written) {
            throw new TooLongException();
        }
        written += more;
    }
}
