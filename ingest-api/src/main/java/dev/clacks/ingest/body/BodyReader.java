package dev.clacks.ingest.body;

import dev.clacks.ingest.answer.RefusedException;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body as its pieces arrive; between them no thread waits. The result goes to exactly one method of the receiver,
 * once, on whatever thread brought the last piece.
 */
public final class BodyReader implements Runnable {

    /** Who waits for the body. */
    public interface Receiver {
        /** All of it is there. */
        void received(BodyBuffer body);

        /** It is refused for its size. */
        void refused(RefusedException refused);

        /** The client went away or broke the rules of HTTP. */
        void cutShort(Throwable failure);
    }

    private final Content.Source source;
    private final BodyBuffer buffer;
    private final Receiver receiver;

    public BodyReader(Content.Source source, BodyBuffer buffer, Receiver receiver) {
        this.source = source;
        this.buffer = buffer;
        this.receiver = receiver;
    }

    /** Reads what is there and asks to be run again when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                receiver.cutShort(chunk.getFailure());
                return;
            }
            try {
                buffer.append(chunk.getByteBuffer());
            } catch (RefusedException e) {
                receiver.refused(e);
                return;
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                receiver.received(buffer);
                return;
            }
        }
    }
}
