package dev.clacks.common.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import org.junit.jupiter.api.Test;

class ConsentTest {

    @Test
    void itIsDoneWhereThatIsSaidAndNothingElse() {
        assertThat(Consent.isDryRun(null, true)).isFalse();
        assertThat(Consent.isDryRun(true, null)).isTrue();
        assertThat(Consent.isDryRun(true, true)).isTrue();
    }

    @Test
    void silenceAndNoAreNoYes() {
        assertThatThrownBy(() -> Consent.isDryRun(null, null)).isInstanceOf(UserErrorException.class);
        assertThatThrownBy(() -> Consent.isDryRun(false, false)).isInstanceOf(UserErrorException.class);
    }
}
