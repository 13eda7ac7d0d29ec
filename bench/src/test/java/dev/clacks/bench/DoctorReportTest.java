package dev.clacks.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Answer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DoctorReportTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DoctorReport report = new DoctorReport(new PrintStream(out, true, UTF_8));

    @Test
    void prints_each_step_what_to_do_and_the_verdict() {
        int code = report.print(answer(200, """
                {"ok":false,"ingest":{"status":401,"code":"unauthorized"},
                 "steps":[{"step":"media_type","ok":true,"message":"It is JSON."},
                  {"step":"signature","ok":false,"code":"unauthorized","message":"It does not hold.","hint":"Sign the body."}],
                 "facts":{"body_bytes":12},
                 "errors":[{"index":3,"event_id":"550e8400-e29b-41d4-a716-446655440000","error":"duplicate_key","message":"twice"}]}
                """));
        assertThat(code).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("ok    media_type", "FAIL  signature", "[unauthorized]", "-> Sign the body.")
                .contains("event 3", "duplicate_key", "body_bytes", "would be answered 401 unauthorized");
    }

    @Test
    void is_content_where_every_step_passed() {
        assertThat(report.print(
                        answer(200, "{\"ok\":true,\"steps\":[],\"ingest\":{\"status\":200,\"code\":\"success\"}}")))
                .isZero();
    }

    @Test
    void fails_where_there_is_no_diagnosis() {
        assertThat(report.print(answer(401, "{\"error\":{\"code\":\"unauthorized\"}}")))
                .isEqualTo(1);
        assertThat(report.print(answer(200, "<html>"))).isEqualTo(1);
        assertThat(out.toString(UTF_8)).contains("401", "no diagnosis");
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, body, Duration.ZERO);
    }
}
