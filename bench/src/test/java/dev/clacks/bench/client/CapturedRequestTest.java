package dev.clacks.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import org.junit.jupiter.api.Test;

class CapturedRequestTest {

    @Test
    void reads_a_request_line_and_headers() {
        CapturedRequest request = CapturedRequest.parse(
                "POST /v1/ingest/org_1/app_1 HTTP/1.1\r\nHost: localhost:3000\r\nX-Timestamp: 1795489071\r\n\r\n",
                "head");
        assertThat(request.path()).isEqualTo(new CapturedRequest.Names("org_1", "app_1"));
        assertThat(request.headers())
                .containsExactly(
                        new CapturedRequest.Header("Host", "localhost:3000"),
                        new CapturedRequest.Header("X-Timestamp", "1795489071"));
    }

    @Test
    void reads_what_curl_prints_and_headers_alone() {
        assertThat(CapturedRequest.parse("> POST /v1/ingest/a/b HTTP/2\n> x-nonce: 12345678\n>\n", "head")
                        .path())
                .isEqualTo(new CapturedRequest.Names("a", "b"));
        assertThat(CapturedRequest.parse("POST https://host/v1/ingest/a/b\nX-A: b:c", "head")
                        .headers())
                .containsExactly(new CapturedRequest.Header("X-A", "b:c"));
        assertThat(CapturedRequest.parse("X-Timestamp: 1", "head").path()).isNull();
        assertThat(CapturedRequest.parse("POST /events/batch HTTP/1.1\nX-Timestamp: 1", "head")
                        .path())
                .isNull();
    }

    @Test
    void says_which_line_is_none() {
        assertThatThrownBy(() -> CapturedRequest.parse("X-Timestamp: 1\nnonsense", "head.txt"))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("head.txt, line 2");
        assertThatThrownBy(() -> CapturedRequest.parse("\n", "head.txt")).isInstanceOf(UserErrorException.class);
    }

    @Test
    void shows_no_value() {
        assertThat(CapturedRequest.parse("Authorization: Bearer tk", "head").toString())
                .doesNotContain("tk");
    }
}
