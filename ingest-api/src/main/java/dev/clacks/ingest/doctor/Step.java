package dev.clacks.ingest.doctor;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the door's checks, and how the request fared.
 *
 * @param code what ingest would answer because of it, null where it passed
 * @param message one sentence; nothing from the body, no signature, no secret
 * @param hint what to do, or null
 */
record Step(
        Name name,
        boolean ok,
        @Nullable String code,
        String message,
        @Nullable String hint) {

    /** The checks in the door's order. */
    enum Name {
        MEDIA_TYPE,
        TIMESTAMP_HEADER,
        NONCE_HEADER,
        ENCODING_HEADER,
        BATCH_SIZE_HEADER,
        AUTHORIZATION_HEADER,
        SIGNATURE_HEADER,
        TIME_WINDOW,
        BODY,
        APPLICATION,
        TOKEN,
        SECRETS,
        SIGNATURE,
        TOKEN_APPLICATION,
        SCOPE,
        ENABLED,
        NONCE,
        DO_NOT_TRACK,
        JSON,
        BATCH_SIZE,
        EVENTS;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** As it stands in a diagnosis, such as {@code time_window}. */
        String text() {
            return text;
        }
    }
}
