package dev.clacks.ingest.server;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.Shape;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes answers without ever blocking the thread that has them. */
public final class Responder {

    /** How long a refused body is still read, so that its sender gets to read the answer instead of a reset. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** No refused body is read beyond this. */
    private static final long DRAIN_BYTES = 16L << 20;

    private static final String JSON = "application/json";

    private Responder() {}

    /** Writes an answer to a request whose body is read to its end, or shall not be. */
    public static void write(Response response, Callback callback, Answer answer) {
        head(response, answer);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /**
     * Writes a refusal and then reads what is left of the body, for a while.
     *
     * @param begun whether some of the body was asked for before: who waits for a 100 has got it then, and sends
     */
    public static void writeAndDrain(
            Request request, Response response, Callback callback, Answer answer, boolean begun) {
        if (!begun && request.getHeaders().contains(HttpHeader.EXPECT)) {
            // the client waits for a 100 and has sent nothing: there is nothing to read
            write(response, callback, answer);
            return;
        }
        head(response, answer);
        long until = System.nanoTime() + DRAIN.toNanos();
        Callback drained = Callback.from(callback::succeeded, callback::failed);
        response.write(
                true,
                ByteBuffer.wrap(answer.body()),
                Callback.from(() -> new Leftover(request, drained, until).run(), callback::failed));
    }

    /** An answer without a request of ours around it, such as 404: nothing of its body was read. */
    public static boolean refuse(Request request, Response response, Callback callback, Refusal refusal, Shape shape) {
        writeAndDrain(request, response, callback, Answer.refusal(refusal, shape), false);
        return true;
    }

    private static void head(Response response, Answer answer) {
        response.setStatus(answer.status());
        for (Refusal.Header header : answer.headers()) {
            response.getHeaders().put(header.name(), header.value());
        }
        if (answer.body().length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
    }

    /** Reads and forgets. */
    private static final class Leftover implements Runnable {
        private final Content.Source source;
        private final Callback done;
        private final long until;
        private long bytes;

        Leftover(Content.Source source, Callback done, long until) {
            this.source = source;
            this.done = done;
            this.until = until;
        }

        @Override
        public void run() {
            while (true) {
                Content.@Nullable Chunk chunk = source.read();
                if (chunk == null) {
                    source.demand(this);
                    return;
                }
                bytes += chunk.remaining();
                boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
                chunk.release();
                if (last || bytes > DRAIN_BYTES || System.nanoTime() > until) {
                    done.succeeded();
                    return;
                }
            }
        }
    }
}
