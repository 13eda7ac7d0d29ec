package dev.clacks.common.admin.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a call with a refusal. It carries no stack trace: refusing is ordinary. */
public final class CallRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final int retryAfterSeconds;

    @SuppressWarnings("serial") // never serialised
    private final Map<String, String> headers;

    private CallRefusedException(
            int status, String code, String message, int retryAfterSeconds, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
        this.headers = Map.copyOf(headers);
    }

    /**
     * With a code of the service's own.
     *
     * @param message one sentence for the caller, without any secret
     */
    public CallRefusedException(int status, String code, String message) {
        this(status, code, message, 0, Map.of());
    }

    CallRefusedException(AdminCode code, String message) {
        this(code.status(), code.text(), message);
    }

    /** The same, which may pass: to be tried again after so many seconds. */
    CallRefusedException retry(int afterSeconds) {
        return new CallRefusedException(status, code, message(), afterSeconds, headers)
                .with("Retry-After", Integer.toString(afterSeconds));
    }

    /** The same with one more response header. */
    CallRefusedException with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new CallRefusedException(status, code, message(), retryAfterSeconds, more);
    }

    int status() {
        return status;
    }

    /** Further response headers. */
    Map<String, String> headers() {
        return headers;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** In the protocol's nested shape. */
    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        var error = new LinkedHashMap<String, Object>();
        error.put("code", code);
        error.put("message", message());
        body.put("error", error);
        if (retryAfterSeconds > 0) {
            body.put("retry_after", retryAfterSeconds);
        }
        return body;
    }
}
