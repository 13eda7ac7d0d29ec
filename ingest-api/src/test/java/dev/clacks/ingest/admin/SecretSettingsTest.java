package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.config.AdminSettings;
import dev.clacks.ingest.config.EncryptionSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {

    private static final String KEY = "ab".repeat(32);

    @Test
    void by_default_there_is_no_administration_and_no_encryption() {
        assertThat(AdminSettings.defaults().adminToken()).isNull();
        assertThat(new AdminSettings("", null).adminToken()).isNull();
        assertThat(EncryptionSettings.defaults().keys().currentId()).isNull();
    }

    @Test
    void settings_show_no_secret() {
        assertThat(new AdminSettings("0123456789abcdef", null).toString())
                .isEqualTo("AdminSettings[on, publicUrl=null]");
        assertThat(new EncryptionSettings("k:" + KEY).toString()).isEqualTo("EncryptionSettings[MasterKeys[k]]");
    }

    @Test
    void a_bad_value_is_refused_with_the_name_of_its_key_and_without_itself() {
        assertThatThrownBy(() -> new AdminSettings("tooshort", null))
                .hasMessageContaining("ADMIN_TOKEN")
                .hasMessageNotContaining("tooshort");
        assertThatThrownBy(() -> new EncryptionSettings("abcd"))
                .hasMessageContaining("MASTER_KEY")
                .hasMessageNotContaining("abcd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:3000", "ftp://host", "http://", "http://host/path", "http://u@host", "http://h h"})
    void a_public_url_is_an_address_alone(String url) {
        assertThatThrownBy(() -> new AdminSettings(null, url)).hasMessageContaining("admin.publicUrl");
    }
}
