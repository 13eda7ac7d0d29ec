package dev.clacks.standalone;

import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.events.Batch;
import dev.clacks.standalone.ClacksProgram.Finished;
import dev.clacks.testkit.time.Await;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sends as clients do: the same again while the answer is 503, which is what the door says of a broker that this machine kept
 * from answering in time.
 */
final class Patiently {

    /** A line of curl, or of {@code ./clacks send}. */
    private static final Pattern BUSY = Pattern.compile("^(HTTP/\\S+ )?503 ", Pattern.MULTILINE);

    private Patiently() {}

    /** The status of the answer. Where none comes, it sends again, too. */
    static int send(IngestClient client, Batch batch) {
        return Await.until(
                "an answer other than 503",
                () -> client.send(batch.body(), batch.events()).status(),
                status -> status != 503);
    }

    /** Calls {@code ./clacks send}. */
    static Finished send(String... arguments) {
        String[] words = Stream.concat(Stream.of("send"), Stream.of(arguments)).toArray(String[]::new);
        return finish(() -> ClacksProgram.run(words));
    }

    /** Calls a program that sends. */
    static Finished finish(Await.Observation<Finished> program) {
        return Await.until(
                "what was sent to be answered other than with 503",
                program,
                finished -> !BUSY.matcher(finished.output()).find());
    }
}
