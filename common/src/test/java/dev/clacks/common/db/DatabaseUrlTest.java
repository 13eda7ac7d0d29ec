package dev.clacks.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void theLibpqFormIsTakenApart() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://api:s3cret@db.internal:5433/telemetry");

        assertThat(url).isEqualTo(new DatabaseUrl("jdbc:postgresql://db.internal:5433/telemetry", "api", "s3cret"));
    }

    @Test
    void tlsParametersReachTheDriver() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://u:p@h/d?sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h/d?sslmode=verify-full&sslrootcert=/etc/ca.pem");
    }

    @Test
    void severalHostsAreKept() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@a:1,b:2/d").jdbcUrl()).isEqualTo("jdbc:postgresql://a:1,b:2/d");
    }

    @Test
    void percentEncodedCredentialsAreDecodedAndAPlusStaysAPlus() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://us%40er:p%3Aw%2F+d@h/d");

        assertThat(url.user()).isEqualTo("us@er");
        assertThat(url.password()).isEqualTo("p:w/+d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://u:hunter2@h/d",
                "postgresql://u:hunter2@/d",
                "postgresql://u:hunter2@h",
                "postgresql://u:hunter2@h/",
                "postgresql://u:hunter2%zz@h/d",
                "postgresql:hunter2",
                "postgresql://u:hunter 2@h/d"
            })
    void whatIsNoAddressIsRefusedWithoutShowingThePassword(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:5432/database")
                .hasMessageNotContaining("hunter");
    }

    @Test
    void itsTextHasNoPassword() {
        assertThat(DatabaseUrl.parse("postgresql://u:hunter2@h/d").toString()).doesNotContain("hunter2");
    }
}
