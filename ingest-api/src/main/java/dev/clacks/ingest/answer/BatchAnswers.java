package dev.clacks.ingest.answer;

import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import java.util.UUID;

/** The answers to a batch whose records are all in Kafka. */
public final class BatchAnswers {

    private static final UUID NIL = new UUID(0, 0);

    private BatchAnswers() {}

    /**
     * What this client may hear. The SDK marks a whole batch as synced when {@code accepted} is positive and keeps it for
     * ever otherwise, so for it a batch of nothing but quarantined events counts as accepted.
     *
     * @param sdk whether the client says that it is an SDK of telemetry-kit
     */
    public static Answer of(ScannedBatch batch, boolean sdk) {
        if (batch.rejected() == 0) {
            var text = new JsonText()
                    .open('{')
                    .member("status", "success")
                    .member("accepted", batch.accepted())
                    .member("rejected", 0)
                    .member(
                            "message",
                            batch.accepted() == 1 ? "1 event accepted" : batch.accepted() + " events accepted")
                    .name("errors")
                    .open('[')
                    .close(']')
                    .close('}');
            return Answer.json(200, "success", text);
        }
        if (batch.accepted() > 0) {
            var text = new JsonText()
                    .open('{')
                    .member("status", "partial")
                    .member("accepted", batch.accepted())
                    .member("rejected", batch.rejected());
            return Answer.json(207, "partial", errors(text, batch).close('}'));
        }
        if (sdk) {
            var text = new JsonText()
                    .open('{')
                    .member("status", "partial")
                    .member("accepted", batch.rejected())
                    .member("rejected", 0)
                    .member("quarantined", batch.rejected());
            return Answer.json(207, "partial", errors(text, batch).close('}'));
        }
        var text = new JsonText()
                .open('{')
                .name("error")
                .open('{')
                .member("code", Code.ALL_EVENTS_REJECTED.text())
                .member("message", "No event of the batch obeys the rules: see errors.")
                .close('}')
                .member("accepted", 0)
                .member("rejected", batch.rejected());
        return Answer.json(
                400, Code.ALL_EVENTS_REJECTED.text(), errors(text, batch).close('}'));
    }

    /** Writes the member {@code errors}: each event that breaks a rule, and which. */
    public static JsonText errors(JsonText text, ScannedBatch batch) {
        text.name("errors").open('[');
        int index = 0;
        for (ScannedEvent event : batch.events()) {
            Rejection rejection = event.rejection();
            if (rejection != null) {
                UUID id = event.id();
                text.open('{')
                        .member("index", index)
                        .member("event_id", (id == null ? NIL : id).toString())
                        .member("error", rejection.code().code())
                        .member("message", rejection.message())
                        .close('}');
            }
            index++;
        }
        return text.close(']');
    }
}
