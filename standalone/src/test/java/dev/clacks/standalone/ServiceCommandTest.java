package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a folder that holds {@code ci.yml} and {@code ops.yaml}. */
final class ServiceCommandTest {

    private static final List<Path> FILES = List.of(Path.of("ci.yml"), Path.of("ops.yaml"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check ci.yml",
                "check missing.yml",
                "app list ops.yaml",
                "app list ci.yml --json",
                "secret re-encrypt --dry-run ci.yml",
                "app create shop --name=x ci.yml",
                "failed discard --app a --y ci.yml",
                "app create -- ci.yml"
            })
    void aFileThatIsThereOrComesLastIsTheConfiguration(String line) {
        assertThat(named(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app list",
                "token create app --name ci.yml",
                "token create app --name=ci.yml",
                "token create app --name ci.yml --json",
                "app create missing.yml --org o"
            })
    void whatIsOnlyCalledLikeAFileIsNone(String line) {
        assertThat(named(line)).isFalse();
    }

    private static boolean named(String line) {
        return ServiceCommand.namesConfiguration(List.of(line.split(" ")), FILES::contains);
    }
}
