package dev.clacks.writer.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.WriterApplication;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "progress skip",
                "failed discard",
                "failed mark",
                "replay kafka",
                "replay failed",
                "partitions ensure"
            })
    void whatChangesSomethingCanBeTriedOutFirst(String command) throws Exception {
        assertThat(help(command))
                .startsWith("usage: event-writer " + command + " ")
                .contains("[--dry-run]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed discard", "replay kafka", "replay failed"})
    void whatTakesLongHasARateAndIsResumedByItsIdAlone(String command) throws Exception {
        assertThat(help(command)).contains("[--rate N]").doesNotContain("--resume");
        assertThat(help("operations resume")).startsWith("usage: event-writer operations resume [-h] ID [file]");
    }

    @Test
    void anExampleCanBeCopied() throws Exception {
        assertThat(help("replay kafka").lines())
                .contains(
                        "such as: event-writer replay kafka --from 2026-11-25T10:00:00Z --to 2026-11-25T11:00:00Z --dry-run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "failed", "replay", "operations", "partitions"})
    void aCommandNamesItsVerbs(String command) throws Exception {
        assertThat(help(command)).startsWith("usage: event-writer " + command + " [-h] VERB ...");
    }

    private static String help(String command) throws Exception {
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, UTF_8));
            new WriterApplication().run(DefaultVerb.in((command + " --help").split(" ", -1)));
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }
}
