package dev.clacks.ingest.body;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.limits.InflightBudget;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes gzip, strictly: one or more members, each with a sound header, check sum and length, and nothing behind them.
 * The output is counted while it grows, so a bomb costs no more than the limit.
 */
public final class Gunzip {

    private static final int HEADER = 10;
    private static final int TRAILER = 8;

    private final byte[] in;
    private final int end;
    private int at;

    private Gunzip(byte[] in, int end) {
        this.in = in;
        this.end = end;
    }

    /**
     * Inflates the first {@code length} bytes of {@code body}, whose buffer the lease holds already.
     *
     * @param limit most bytes that may come out
     */
    public static BodyBuffer inflate(byte[] body, int length, InflightBudget.Lease lease, int limit)
            throws RefusedException {
        var out = new BodyBuffer(lease, body.length, limit, (int) Math.min(limit, 6L * length));
        new Gunzip(body, length).members(out);
        return out;
    }

    private void members(BodyBuffer out) throws RefusedException {
        var inflater = new Inflater(true);
        try {
            do {
                header();
                member(inflater, out);
                inflater.reset();
            } while (at < end);
        } catch (DataFormatException e) {
            throw broken();
        } finally {
            inflater.end();
        }
    }

    private void member(Inflater inflater, BodyBuffer out) throws RefusedException, DataFormatException {
        var crc = new CRC32();
        inflater.setInput(in, at, end - at);
        long size = 0;
        while (!inflater.finished()) {
            int room = out.room();
            int got = inflater.inflate(out.array(), out.length(), room);
            crc.update(out.array(), out.length(), got);
            out.advance(got);
            size += got;
            if (got == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                throw broken();
            }
        }
        at = end - inflater.getRemaining();
        if (end - at < TRAILER || int32(at) != (int) crc.getValue() || int32(at + 4) != (int) size) {
            throw broken();
        }
        at += TRAILER;
    }

    private void header() throws RefusedException {
        if (end - at < HEADER || (in[at] & 0xff) != 0x1f || (in[at + 1] & 0xff) != 0x8b || in[at + 2] != 8) {
            throw broken();
        }
        int flags = in[at + 3];
        if ((flags & 0xe0) != 0) {
            throw broken();
        }
        at += HEADER;
        if ((flags & 4) != 0) {
            need(2);
            int extra = (in[at] & 0xff) | (in[at + 1] & 0xff) << 8;
            need(2 + extra);
            at += 2 + extra;
        }
        if ((flags & 8) != 0) {
            skipText();
        }
        if ((flags & 16) != 0) {
            skipText();
        }
        if ((flags & 2) != 0) {
            need(2);
            at += 2;
        }
    }

    private void skipText() throws RefusedException {
        do {
            need(1);
        } while (in[at++] != 0);
    }

    private void need(int bytes) throws RefusedException {
        if (end - at < bytes) {
            throw broken();
        }
    }

    private int int32(int from) {
        return (in[from] & 0xff) | (in[from + 1] & 0xff) << 8 | (in[from + 2] & 0xff) << 16 | in[from + 3] << 24;
    }

    private static RefusedException broken() {
        return new RefusedException(Code.INVALID_ENCODING, "The body is not sound gzip.");
    }
}
