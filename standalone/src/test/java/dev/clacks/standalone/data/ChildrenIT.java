package dev.clacks.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.standalone.data.Children.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenIT {

    @TempDir
    private Path directory;

    private Process process;
    private Children children;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
        children = new Children(new DataFolder(directory));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void ends_a_process_that_an_earlier_run_left() throws Exception {
        children.write(List.of(new Child("kafka", process.pid(), started())));

        assertThat(children.endLeftOver()).containsExactly("kafka");
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void leaves_a_process_alone_that_was_given_the_number_later() throws Exception {
        children.write(List.of(new Child("kafka", process.pid(), started() - 60_000)));

        assertThat(children.endLeftOver()).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void ends_nothing_where_nothing_was_left() throws Exception {
        assertThat(children.endLeftOver()).isEmpty();
    }

    private long started() {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }
}
