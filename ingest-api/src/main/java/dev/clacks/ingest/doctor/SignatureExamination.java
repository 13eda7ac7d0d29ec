package dev.clacks.ingest.doctor;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.doctor.SignatureSearch.Match;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the signature: whether it holds, and else which mistake would explain it. Pure. */
final class SignatureExamination {

    private SignatureExamination() {}

    /**
     * Says what it finds out.
     *
     * @param body what is to be signed
     * @param others forms of it that may have been signed by mistake
     * @param live the secrets that the door tries
     * @param unsigned what the door answers where none of them signed
     */
    static void examine(
            Head head,
            BodyBuffer body,
            List<BodyForm> others,
            List<Secret> live,
            Code unsigned,
            @Nullable KeyHistory history,
            Diagnosis diagnosis) {
        String timestamp = head.timestamp();
        SentSignature sent = head.signature();
        if (sent == null || timestamp == null) {
            return;
        }
        var search = new SignatureSearch(sent.bytes(), body.array(), body.length());
        MessageForm form = MessageForm.sent(timestamp, head.nonce());
        for (Secret secret : live) {
            if (search.right(KeyForm.live(secret), form)) {
                diagnosis.fact("secret_id", secret.secretId());
                diagnosis.passes(
                        Step.Name.SIGNATURE,
                        "It holds, with the live secret " + secret.secretId() + ".",
                        sent.wellFormed() ? null : sent.hint());
                return;
            }
        }
        Match match = search.explain(
                live.stream().map(KeyForm::live).toList(),
                otherKeys(live, history),
                form,
                MessageForm.mistakes(timestamp, head.nonce(), head.seconds()),
                others);
        if (match == null) {
            unexplained(search, unsigned, diagnosis);
        } else {
            diagnosis.explained(match);
            diagnosis.fails(
                    Step.Name.SIGNATURE,
                    unsigned,
                    "It does not hold, but one mistake explains it.",
                    String.join(
                            " ",
                            List.of(
                                            match.message().hint(),
                                            match.key().hint(),
                                            match.body().hint())
                                    .stream()
                                    .filter(hint -> !hint.isEmpty())
                                    .toList()));
        }
    }

    private static void unexplained(SignatureSearch search, Code unsigned, Diagnosis diagnosis) {
        diagnosis.fails(
                Step.Name.SIGNATURE,
                unsigned,
                "No live secret gives this signature"
                        + (search.complete()
                                ? ", and no common mistake explains it."
                                : "; not every mistake was tried: send a smaller batch for that."),
                "Compare length and SHA-256 of the body with what was signed, and whether the secret is this application's.");
    }

    private static List<KeyForm> otherKeys(List<Secret> live, @Nullable KeyHistory history) {
        var keys = new ArrayList<KeyForm>();
        if (history != null) {
            for (KeyHistory.Previous previous : history.previous()) {
                keys.add(new KeyForm(
                        "previous",
                        "The secret " + previous.secretId() + " signed, which ended at " + previous.ended()
                                + ": give the client the live one.",
                        previous.key()));
            }
        }
        live.forEach(secret -> keys.addAll(KeyForm.mistakes(secret)));
        return keys;
    }
}
