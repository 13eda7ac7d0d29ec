package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.standalone.ClacksProgram.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoIT {

    @Test
    void sends_stores_and_archives_ten_thousand_events() throws Exception {
        ClacksProgram.train();
        Path data = ClacksProgram.newFolder("demo");

        Finished demo = ClacksProgram.run("demo", "--keep", data.toString());

        assertThat(demo.code()).as(demo.output()).isZero();
        JsonNode found = new ObjectMapper().readTree(data.resolve("demo.json").toFile());
        assertThat(found.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("sent", "acknowledged", "stored", "archived_rows", "objects");
        assertThat(found.get("acknowledged").asLong()).isEqualTo(10_000);
        assertThat(found.get("stored").asLong() + found.get("archived_rows").asLong())
                .isEqualTo(10_000);
        assertThat(found.get("archived_rows").asLong()).isPositive();
        List<String> kept = filesBelow(data.resolve("s3"));
        assertThat(found.get("objects"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(kept).anyMatch(file -> file.endsWith(key.asText())));
    }

    @Test
    void refuses_a_folder_that_holds_something() throws Exception {
        Path data = ClacksProgram.newFolder("not-empty");
        Files.writeString(data.resolve("letter.txt"), "dear");

        Finished demo = ClacksProgram.run("demo", "--keep", data.toString());

        assertThat(demo.code()).isEqualTo(2);
        assertThat(demo.output()).contains("not empty");
        assertThat(data.resolve("letter.txt")).exists();
    }

    private static List<String> filesBelow(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).toList();
        }
    }
}
