package dev.clacks.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds for every answer. */
public final class Checks {

    private Checks() {}

    /** An answer of that status, with the header that all have. */
    public static Reply answer(Reply reply, int status) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("x-clacks-overhead")).as(reply.toString()).isEqualTo("GNU Terry Pratchett");
        if (status != 204) {
            assertThat(reply.header("content-type")).as(reply.toString()).startsWith("application/json");
        }
        return reply;
    }

    /** A refusal in the nested shape, which everybody but the crate gets. */
    public static Reply nested(Reply reply, int status, String code) {
        JsonNode error = answer(reply, status).json().path("error");
        assertThat(error.path("code").asText()).as(reply.toString()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        if (error.has("details")) {
            assertThat(error.path("details").isTextual()).isTrue();
        }
        retry(reply, status);
        return reply;
    }

    /** A refusal in the flat shape, which the crate can read. */
    public static Reply flat(Reply reply, int status, String code) {
        JsonNode body = answer(reply, status).json();
        assertThat(body.path("error").isTextual()).as(reply.toString()).isTrue();
        assertThat(body.path("error").asText()).isEqualTo(code);
        assertThat(body.path("message").asText()).isNotBlank();
        retry(reply, status);
        return reply;
    }

    private static void retry(Reply reply, int status) {
        boolean expected = status == 429 || status == 503;
        assertThat(reply.json().has("retry_after")).as(reply.toString()).isEqualTo(expected);
        if (expected) {
            assertThat(reply.header("retry-after"))
                    .isEqualTo(Integer.toString(reply.json().path("retry_after").asInt()));
        }
    }
}
