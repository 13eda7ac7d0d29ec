package dev.clacks.common.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstEventTest {

    private static final String ORG = "0b6c2bb0-6d6b-4a52-9d6e-7a4f3f0c8f11";
    private static final String APP = "550e8400-e29b-41d4-a716-446655440000";

    private final FirstEvent example =
            new FirstEvent("http://localhost:3000", ORG, APP, "ck_a-b_c", "MDEyMzQ1Njc4OWFiY2RlZg+/==");

    @Test
    void theSdksLinesAreThoseThatCompile() {
        assertThat(example.rust()).isEqualTo("""
                let sync = telemetry_kit::sync::SyncConfig::builder()
                    .endpoint("http://localhost:3000")
                    .org_id("0b6c2bb0-6d6b-4a52-9d6e-7a4f3f0c8f11")?
                    .app_id("550e8400-e29b-41d4-a716-446655440000")?
                    .token("ck_a-b_c")
                    .secret("MDEyMzQ1Njc4OWFiY2RlZg+/==")
                    .build()?;
                let telemetry = TelemetryKit::builder()
                    .service_name("my-app")?
                    .service_version("1.0.0")
                    .sync(sync)
                    .auto_sync(true)
                    .build()?;
                """);
    }

    @Test
    void theShellsLinesHoldTheValuesInQuotes() {
        assertThat(example.curl())
                .contains("curl -si 'http://localhost:3000/v1/ingest/" + ORG + "/" + APP + "'")
                .contains("-hmac 'MDEyMzQ1Njc4OWFiY2RlZg+/=='")
                .contains("-H 'Authorization: Bearer ck_a-b_c'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a'b", "a\"b", "a b", "a\\b", "a\nb", "$(id)", "`id`"})
    void whatWouldEndAQuotationIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FirstEvent("http://localhost:3000", ORG, APP, "t", value))
                .withMessageNotContaining("id");
    }

    @Test
    void noCredentialIsShownByAccident() {
        assertThat(example.toString()).doesNotContain("ck_a").doesNotContain("MDEy");
    }
}
