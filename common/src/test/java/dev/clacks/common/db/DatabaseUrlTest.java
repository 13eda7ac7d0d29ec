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
    void parametersOfLibpqAreGivenTheDriversNames() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u:p@h/d?application_name=a%20b&connect_timeout=3"
                + "&target_session_attrs=read-write&channel_binding=require&socketTimeout=9");

        assertThat(url.jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/d?ApplicationName=a%20b&channelBinding=require&connectTimeout=3"
                        + "&socketTimeout=9&targetServerType=primary");
    }

    @Test
    void theSystemsCertificatesAreThoseThatTheJvmTrusts() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@h/d?sslmode=verify-full&sslrootcert=system")
                        .jdbcUrl())
                .isEqualTo(
                        "jdbc:postgresql://h/d?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    @Test
    void aPlusInAParameterStaysAPlus() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@h/d?sslrootcert=/etc/a+b.pem")
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://h/d?sslrootcert=/etc/a%2Bb.pem");
    }

    @Test
    void aLoginAmongTheParametersDoesNotStayInTheAddress() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://h/d?user=us%40er&password=hunter2&sslmode=require");

        assertThat(url).isEqualTo(new DatabaseUrl("jdbc:postgresql://h/d?sslmode=require", "us@er", "hunter2"));
        assertThat(url.toString()).doesNotContain("hunter2");
    }

    @Test
    void aHostMayBeAnAddressInBrackets() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@[::1]:5433/d").jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:5433/d");
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
                "postgresql://u:hunter2/x@h/d",
                "postgresql://u:hunter2#x@h/d",
                "postgresql://u:hunter2@h:port/d",
                "postgresql://u:hunter2@h:0/d",
                "postgresql://u:hunter2@h:65536/d",
                "postgresql://u:hunter2@h,/d",
                "postgresql://u:hunter2@%2Fvar%2Frun/d",
                "postgresql:///d?host=/var/run&password=hunter2",
                "postgresql://h/d?password=hunter2&host=other",
                "postgresql://h/d?hunter2",
                "postgresql://h/d?=hunter2",
                "postgresql://h/d?password=hunter2&sslmode=verify",
                "postgresql://h/d?password=hunter2&target_session_attrs=writable",
                "postgresql://h/d?password=hunter2&sslmode=require&sslrootcert=system",
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
