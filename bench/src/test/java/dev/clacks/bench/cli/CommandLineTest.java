package dev.clacks.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.app.UserErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandLine commandLine =
            new CommandLine("./clacks", List.of(new Failing()), new PrintStream(err, true, UTF_8));

    /** Fails as it is told. */
    private static final class Failing implements Command {
        @Override
        public String name() {
            return "fail";
        }

        @Override
        public String summary() {
            return "fails";
        }

        @Override
        public void arguments(Subparser parser) {
            parser.addArgument("--how").setDefault("not");
        }

        @Override
        public int run(Namespace arguments) throws Exception {
            return switch (arguments.getString("how")) {
                case "user" -> throw new UserErrorException("mend this");
                case "file" -> throw new java.nio.file.NoSuchFileException("events.json");
                case "network" -> throw new IOException("nobody answers");
                case "program" -> throw new IllegalStateException("broken");
                case "answer" -> 1;
                default -> 0;
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "not, 0, ''",
        "answer, 1, ''",
        "user, 2, mend this",
        "file, 2, no such file: events.json",
        "network, 1, nobody answers",
        "program, 1, broken"
    })
    void says_by_its_exit_code_whether_the_user_can_mend_it(String how, int code, String message) {
        assertThat(commandLine.run("fail", "--how", how)).isEqualTo(code);
        assertThat(err.toString(UTF_8)).contains(message).doesNotContain("\tat ");
    }

    @Test
    void refuses_arguments_it_does_not_know() {
        assertThat(commandLine.run("fail", "--why", "x")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("usage: ./clacks fail").contains("--why");
    }

    @Test
    void refuses_commands_it_does_not_know() {
        assertThat(commandLine.run("succeed")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("succeed");
    }
}
