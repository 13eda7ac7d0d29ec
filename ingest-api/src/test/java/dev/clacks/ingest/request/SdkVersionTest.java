package dev.clacks.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.answer.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SdkVersionTest {

    private static final String UUID = "550e8400-e29b-41d4-a716-446655440000";
    private static final Target UUIDS = new Target.Path(UUID, UUID);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telemetry-kit-rust/0.3.0",
                "telemetry-kit-rust/0.3",
                "telemetry-kit-rust/0.2.17",
                "telemetry-kit-rust/0.0.1",
                "telemetry-kit-rust/0.3.0-beta.1"
            })
    void theCrateUpTo030ReadsTheFlatShape(String header) {
        assertThat(SdkVersion.shape(header, UUIDS)).isEqualTo(Shape.FLAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telemetry-kit-rust/0.3.1",
                "telemetry-kit-rust/0.4.0",
                "telemetry-kit-rust/1.0.0",
                "telemetry-kit-rust/",
                "telemetry-kit-rust/0.3.0 ",
                "telemetry-kit-rust/9999999999.0.0",
                "telemetry-kit-node/0.3.0",
                "my-own-client/0.3.0",
                ""
            })
    void everybodyElseReadsTheNestedOne(String header) {
        assertThat(SdkVersion.shape(header, UUIDS)).isEqualTo(Shape.NESTED);
    }

    @Test
    void theSdkFromTheRepositoryIsKnownByAnIdThatIsNoUuid() {
        String header = "telemetry-kit-rust/0.3.0";
        assertThat(SdkVersion.shape(header, new Target.Path("app_e963188b", "my-app")))
                .isEqualTo(Shape.NESTED);
        assertThat(SdkVersion.shape(header, new Target.Path(UUID, "my-app"))).isEqualTo(Shape.NESTED);
        assertThat(SdkVersion.shape(header, new Target.TokenOwner())).isEqualTo(Shape.NESTED);
        assertThat(SdkVersion.shape(null, UUIDS)).isEqualTo(Shape.NESTED);
    }

    @Test
    void everySdkOfTelemetryKitIsAnSdk() {
        assertThat(SdkVersion.isSdk("telemetry-kit-node/9")).isTrue();
        assertThat(SdkVersion.isSdk("curl")).isFalse();
        assertThat(SdkVersion.isSdk(null)).isFalse();
    }
}
