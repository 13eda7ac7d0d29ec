package dev.clacks.ingest.doctor;

import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.request.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, and who had it examined.
 *
 * @param path the two names that it would be sent to
 * @param headers from a header's name to its values, empty where absent; the administrator's own token is not among them
 * @param bearer who proved the token of an application; null for the administrator
 * @param body the bytes as they arrived
 * @param receivedAt when the last of them came
 */
record Specimen(
        Target.Path path,
        Function<String, List<String>> headers,
        @Nullable Bearer bearer,
        BodyBuffer body,
        Instant receivedAt) {}
