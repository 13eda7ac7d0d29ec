package dev.clacks.writer.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultVerbTest {

    @Test
    void progressAloneShowsIt() {
        assertThat(DefaultVerb.in("progress")).containsExactly("progress", "show");
        assertThat(DefaultVerb.in("progress", "my.yml")).containsExactly("progress", "show", "my.yml");
    }

    @Test
    void whoNamesAVerbOrAsksForHelpIsUnderstood() {
        assertThat(DefaultVerb.in("progress", "skip", "--to", "5")).containsExactly("progress", "skip", "--to", "5");
        assertThat(DefaultVerb.in("partitions", "--help")).containsExactly("partitions", "--help");
    }

    @Test
    void otherCommandsStayAsTheyAre() {
        assertThat(DefaultVerb.in("server", "my.yml")).containsExactly("server", "my.yml");
        assertThat(DefaultVerb.in("failed")).containsExactly("failed");
        assertThat(DefaultVerb.in()).isEmpty();
    }
}
