package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.standalone.ClacksProgram.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a call is said in a sentence, with exit code 2 and without a stack trace. */
class BadInputIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uq                                  | no command 'uq'",
                "up --prot 3000                      | --prot",
                "up --port many                      | --port",
                "up --port 0                         | --port must be between",
                "up --port 70000                     | --port must be between",
                "up --writers 0                      | --writers",
                "up --writers 99                     | --writers",
                "up extra                            | extra",
                "up --data {folder}/file             | is no folder",
                "up --data {folder}                  | not Clacks'",
                "demo --keep {folder}                | is not empty",
                "demo --keep {folder}/file           | is no folder",
                "demo now                            | now",
                "send                                | name a file of events",
                "send {folder}/missing.json          | no such file",
                "send {folder}/file --url http://h --org o --app a --secret s | is not JSON",
                "send --generate 0                   | --generate",
                "send --generate 1 --data {folder}   | nothing runs on",
                "send --generate 1 --secret s        | --url, --org, --app",
                "send --generate 1 --url nohost --org o --app a --secret s | http://host:3000",
                "send --generate 1 --dialect klingon | --dialect",
                "load --batches none                 | --batches",
                "load --data {folder}                | nothing runs on",
                "recovery --data {folder}            | nothing runs on",
                "recovery --only x --data {folder}   | nothing runs on",
                "ingest-api                          | which command",
                "ingest-api topics check --data {folder} | nothing runs on",
                "ingest-api topics check --data      | --data needs a folder",
                "ingest-api frobnicate {folder}/configuration.yml | frobnicate",
                "ingest-api check {folder}/missing.yml | missing.yml",
                "ingest-api check {folder}/unknown-key.yml | frobnicate",
                "event-writer check {folder}/unknown-key.yml | frobnicate",
                "archiver check {folder}/unknown-key.yml | frobnicate",
                "event-writer                        | which command",
                "archiver once --data {folder}       | nothing runs on",
                "test --quick                        | --quick",
                "build all                           | all"
            })
    void is_said_in_a_sentence(String call, String message) throws Exception {
        Files.writeString(folder.resolve("file"), "no JSON");
        Files.writeString(folder.resolve("configuration.yml"), "{}");
        Files.writeString(folder.resolve("unknown-key.yml"), "frobnicate: 7\n");
        String[] arguments = call.strip().replace("{folder}", folder.toString()).split(" +");

        Finished finished = ClacksProgram.run(arguments);

        assertThat(finished.output())
                .contains(message.strip())
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(finished.code()).as(finished.output()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "--help",
                "up --help",
                "demo --help",
                "send --help",
                "load --help",
                "recovery --help",
                "test --help",
                "build --help",
                "ingest-api --help",
                "event-writer --help",
                "archiver --help"
            })
    void help_is_everywhere(String call) throws Exception {
        Finished finished = ClacksProgram.run(call.split(" "));

        assertThat(finished.output()).contains("usage:");
        assertThat(finished.code()).isZero();
    }

    @Test
    void the_launcher_works_from_anywhere_and_through_a_link() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("with space")).resolve("my clacks"),
                ClacksProgram.home().resolve("clacks"));

        Finished finished = ClacksProgram.finish(
                ClacksProgram.builder(link, List.of("send", "--help")).directory(folder.toFile()));

        assertThat(finished.output()).contains("usage: ./clacks send");
        assertThat(finished.code()).isZero();
    }

    @Test
    void the_launcher_says_what_to_install_where_there_is_no_jdk() throws Exception {
        var builder = ClacksProgram.builder(ClacksProgram.home().resolve("clacks"), new ArrayList<>(List.of("up")));
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", pathWithoutJava().toString());

        Finished finished = ClacksProgram.finish(builder);

        assertThat(finished.output()).contains("no JDK 25 was found").contains("JAVA_HOME");
        assertThat(finished.code()).isEqualTo(2);
    }

    /** A folder with links to the few programs that the launcher needs before it looks for Java. */
    private Path pathWithoutJava() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : List.of("bash", "env", "dirname", "basename", "readlink", "sed", "awk")) {
            Finished found = ClacksProgram.finish(new ProcessBuilder("sh", "-c", "command -v " + name));
            Files.createSymbolicLink(
                    programs.resolve(name), Path.of(found.output().strip()));
        }
        return programs;
    }
}
