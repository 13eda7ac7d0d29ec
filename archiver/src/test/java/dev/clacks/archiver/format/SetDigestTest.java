package dev.clacks.archiver.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SetDigestTest {

    private static String of(String... records) {
        var digest = new SetDigest();
        for (String record : records) {
            byte[] bytes = record.getBytes(UTF_8);
            digest.add(bytes, bytes.length);
        }
        return digest.hex();
    }

    @Test
    void theOrderDoesNotMatter() {
        assertThat(of("a", "b", "c")).isEqualTo(of("c", "a", "b"));
    }

    @Test
    void aRecordThatIsThereTwiceCountsTwice() {
        assertThat(of("a", "a")).isNotEqualTo(SetDigest.EMPTY).isNotEqualTo(of("a"));
    }

    @Test
    void digestsOfPartsAddUpToThatOfTheWhole() {
        assertThat(SetDigest.plus(of("a", "b"), of("c"))).isEqualTo(of("a", "b", "c"));
        assertThat(SetDigest.plus(SetDigest.EMPTY, of("a"))).isEqualTo(of("a"));
    }

    @Test
    void oneRecordsDigestIsItsSha256() {
        assertThat(of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
