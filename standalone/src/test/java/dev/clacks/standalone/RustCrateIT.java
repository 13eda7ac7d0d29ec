package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.standalone.ClacksProgram.Finished;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The published crate telemetry-kit 0.3.0, unchanged, in a program like a user's. */
@ExtendWith(SharedPipeline.class)
class RustCrateIT {

    /** Some two hundred crates, SQLite among them. */
    private static final long BUILD_LIMIT_SECONDS = 900;

    @Test
    void the_published_crate_syncs(Pipeline pipeline) throws Exception {
        boolean cargo = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cargo")));
        assumeTrue(
                cargo, "left out: there is no cargo on the PATH, and the published Rust crate needs one to be built");
        Path target = ClacksProgram.home().resolve("standalone/target/rust-client");
        String service = "rust-" + UUID.randomUUID();
        RunningStack stack = pipeline.stack();

        var build = new ProcessBuilder("cargo", "build", "--quiet", "--target-dir", target.toString())
                .directory(sources().toFile());
        build.environment().put("CARGO_PROFILE_DEV_DEBUG", "0"); // half the work
        Finished built = ClacksProgram.finish(build, BUILD_LIMIT_SECONDS);
        assertThat(built.code()).as(built.output()).isZero();
        var program = new ProcessBuilder(target.resolve("debug/rust-client").toString());
        program.environment()
                .putAll(Map.of(
                        "ENDPOINT", stack.ingestUrl(),
                        "ORG", stack.orgUuid(),
                        "APP", stack.appUuid(),
                        "TOKEN", stack.apiToken(),
                        "SECRET", stack.hmacSecret(),
                        "SERVICE", service,
                        "DATABASE",
                                ClacksProgram.newFolder("rust")
                                        .resolve("events.db")
                                        .toString()));
        program.environment().remove("DO_NOT_TRACK");
        Finished sent = ClacksProgram.finish(program);

        assertThat(sent.code()).as(sent.output()).isZero();
        Await.untilEqual(
                "the crate's events",
                5L,
                () -> pipeline.number("SELECT count(*) FROM events WHERE service_name = ?", service));
    }

    /** A copy: beside the original cargo would leave a lock file. */
    private static Path sources() throws IOException {
        Path original = ClacksProgram.home().resolve("standalone/src/test/resources/rust-client");
        Path copy = ClacksProgram.newFolder("rust-sources");
        Files.createDirectory(copy.resolve("src"));
        for (String file : List.of("Cargo.toml", "src/main.rs")) {
            Files.copy(original.resolve(file), copy.resolve(file));
        }
        return copy;
    }
}
