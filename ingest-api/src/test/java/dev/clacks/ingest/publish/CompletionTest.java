package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class CompletionTest {

    private final Heard heard = new Heard();

    @Test
    void speaksOnlyWhenEveryRecordIsAcknowledged() {
        var completion = new Completion(2, heard);
        completion.onCompletion(null, null);
        completion.allSent();
        assertThat(heard.words()).isEmpty();
        completion.onCompletion(null, null);
        assertThat(heard.words()).containsExactly("durable");
    }

    @Test
    void isNotDurableWhileRecordsAreStillHandedOver() {
        var completion = new Completion(2, heard);
        completion.onCompletion(null, null);
        completion.onCompletion(null, null);
        assertThat(heard.words()).isEmpty();
        completion.allSent();
        assertThat(heard.words()).containsExactly("durable");
    }

    @Test
    void oneFailureAmongManyMakesTheBatchUnavailableOnce() {
        var completion = new Completion(3, heard);
        completion.allSent();
        completion.onCompletion(null, null);
        completion.onCompletion(null, new TimeoutException());
        completion.onCompletion(null, new TimeoutException());
        assertThat(completion.failed()).isTrue();
        assertThat(heard.words()).containsExactly("TimeoutException");
    }
}
