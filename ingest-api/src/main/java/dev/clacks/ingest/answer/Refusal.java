package dev.clacks.ingest.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request as a whole is refused.
 *
 * @param code the error code, which fixes the status
 * @param message one sentence for the client's developer, without values from the request's body
 * @param details what helps to mend it, or null
 * @param retryAfterSeconds when to come again, 0 where that makes no sense; positive with 429 and 503
 * @param headers further response headers
 */
public record Refusal(
        Code code, String message, @Nullable String details, int retryAfterSeconds, List<Header> headers) {

    /** A response header. */
    public record Header(String name, String value) {}

    public Refusal {
        headers = List.copyOf(headers);
    }

    /** A refusal that another attempt does not change. */
    public static Refusal of(Code code, String message) {
        return new Refusal(code, message, null, 0, List.of());
    }

    /** A refusal that may pass: come again after so many seconds. */
    public static Refusal retry(Code code, String message, int afterSeconds) {
        return new Refusal(code, message, null, afterSeconds, List.of());
    }

    /** The one answer to every reason for which a caller is not believed. */
    public static Refusal unauthorized() {
        return of(
                        Code.UNAUTHORIZED,
                        "The organisation, application, token or signature is not valid: see the protocol's section"
                                + " \"Who is calling\".")
                .with("WWW-Authenticate", "Bearer realm=\"clacks\"");
    }

    /** Nobody can be told from a stranger now, or not this caller: 503. */
    public static Refusal credentialsUnavailable() {
        return retry(Code.AUTH_UNAVAILABLE, "The credentials cannot be read now: send the request again later.", 5);
    }

    public Refusal withDetails(String text) {
        return new Refusal(code, message, text, retryAfterSeconds, headers);
    }

    public Refusal with(String name, String value) {
        return with(List.of(new Header(name, value)));
    }

    public Refusal with(List<Header> further) {
        var more = new ArrayList<>(headers);
        more.addAll(further);
        return new Refusal(code, message, details, retryAfterSeconds, more);
    }
}
