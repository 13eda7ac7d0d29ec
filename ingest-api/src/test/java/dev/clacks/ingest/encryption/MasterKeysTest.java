package dev.clacks.ingest.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {

    private static final byte[] BYTES =
            "0123456789abcdef0123456789abcde?".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);
    private static final String HEX = HexFormat.of().formatHex(BYTES);
    private static final String OTHER = "ff".repeat(32);

    @Test
    void the_first_is_the_current_one_and_all_are_found_by_id() {
        MasterKeys keys = MasterKeys.parse("new:" + OTHER + ", old:" + BASE64);

        assertThat(keys.currentId()).isEqualTo("new");
        assertThat(keys.key("old"))
                .isEqualTo(new MasterKey("old", MasterKey.parse(HEX).key()));
        assertThat(keys.key("none")).isNull();
    }

    @Test
    void a_key_without_an_id_gets_the_same_one_in_either_form() {
        String id = MasterKeys.parse(BASE64).currentId();

        assertThat(id).hasSize(8).isEqualTo(MasterKeys.parse(HEX).currentId());
        assertThat(id).isNotEqualTo(MasterKeys.parse(OTHER).currentId());
    }

    @Test
    void blank_is_none() {
        assertThat(MasterKeys.parse(" ").currentId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "k:abc", "k:", ":", "k d:AAAA", "k:AAAA,", "no base64!"})
    void what_is_no_key_is_refused_without_showing_it(String text) {
        assertThatThrownBy(() -> MasterKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void one_id_cannot_stand_for_two_keys() {
        assertThatThrownBy(() -> MasterKeys.parse("k:" + HEX + ",k:" + OTHER))
                .hasMessage("two master keys have the id k");
    }

    @Test
    void no_text_shows_a_key() {
        MasterKeys keys = MasterKeys.parse("k:" + HEX);

        assertThat(keys + " " + keys.current()).isEqualTo("MasterKeys[k] MasterKey[k]");
    }
}
