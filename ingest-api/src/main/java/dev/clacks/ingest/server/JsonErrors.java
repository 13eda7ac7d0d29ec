package dev.clacks.ingest.server;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.JsonText;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty itself finds, such as a request that is no HTTP, in the shape of all our errors. */
final class JsonErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (request.getAttribute(ERROR_EXCEPTION) instanceof org.eclipse.jetty.http.HttpException http) {
            status = http.getCode();
            response.setStatus(status);
        }
        Overhead.put(response.getHeaders());
        RequestId.put(request, response);
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        Answer answer = status == HttpStatus.SERVICE_UNAVAILABLE_503 ? Refusing.answer(request) : answer(status);
        answer.headers().forEach(header -> response.getHeaders().put(header.name(), header.value()));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    static Answer answer(int status) {
        var text = new JsonText()
                .open('{')
                .name("error")
                .open('{')
                .member("code", code(status))
                .member("message", HttpStatus.getMessage(status))
                .close('}')
                .close('}');
        return new Answer(status, code(status), List.of(), text.bytes());
    }

    /** Codes for what has none in the protocol, since no route of ours was reached. */
    private static String code(int status) {
        return switch (status) {
            case 404 -> Code.NOT_FOUND.text();
            case 405, 501 -> Code.METHOD_NOT_ALLOWED.text();
            case 408 -> Code.REQUEST_TIMEOUT.text();
            case 413 -> Code.PAYLOAD_TOO_LARGE.text();
            case 505 -> Code.INVALID_REQUEST.text();
            default -> status >= 500 ? Code.INTERNAL_ERROR.text() : Code.INVALID_REQUEST.text();
        };
    }
}
