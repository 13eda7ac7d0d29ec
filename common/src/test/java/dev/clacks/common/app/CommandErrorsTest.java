package dev.clacks.common.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CommandErrorsTest {

    @Test
    void whatTheUserCanMendEndsWithCodeTwo() {
        assertThat(CommandErrors.exitCode(new UserErrorException("say --to"))).isEqualTo(2);
        assertThat(CommandErrors.exitCode(new NoSuchFileException("a.yml"))).isEqualTo(2);
        assertThat(CommandErrors.exitCode(new IOException("connection refused")))
                .isEqualTo(1);
    }

    @Test
    void aFailureIsOneLineWithItsCauses() {
        assertThat(printed(new IllegalStateException("cannot migrate", new IOException("connection refused"))))
                .isEqualTo("error: cannot migrate: connection refused\n");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(printed(new NoSuchFileException("a.yml"))).isEqualTo("error: no such file: a.yml\n");
    }

    private static String printed(Throwable error) {
        var bytes = new ByteArrayOutputStream();
        CommandErrors.print(error, new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8);
    }
}
