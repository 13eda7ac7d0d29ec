package dev.clacks.ingest.server;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.Shape;
import dev.clacks.ingest.request.SdkVersion;
import dev.clacks.ingest.request.Target;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Waits for the requests under way when the server stops, and refuses those that still come over connections that were kept.
 * They are clients' batches all the same: Jetty itself would not say when to come again, nor in the client's shape, nor
 * read what is left of a body.
 */
final class Refusing extends GracefulHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!isShutdown()) {
            return super.handle(request, response, callback);
        }
        Responder.writeAndDrain(request, response, callback, answer(request), false);
        return true;
    }

    /** What a request hears that comes too late. */
    static Answer answer(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        Shape shape =
                SdkVersion.shape(request.getHeaders().get("X-SDK-Version"), path == null ? null : Target.of(path));
        return Answer.refusal(
                Refusal.retry(Code.OVERLOADED, "The server is being stopped: send the same again.", 1)
                        .with("Connection", "close"),
                shape);
    }
}
