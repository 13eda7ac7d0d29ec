package dev.clacks.ingest.doctor;

import dev.clacks.common.event.ScannedBatch;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.BatchAnswers;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.JsonText;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.doctor.SignatureSearch.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is found out about a request while it is examined. For one thread. */
final class Diagnosis {

    /**
     * What ingest would answer.
     *
     * @param code {@code success}, {@code partial}, {@code not_tracked} or an error code
     */
    private record Verdict(int status, String code) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private @Nullable Verdict verdict;
    private @Nullable Match match;
    private @Nullable ScannedBatch batch;

    /** It passes. */
    void passes(Step.Name step, String message) {
        passes(step, message, null);
    }

    /** It passes, with something to know. */
    void passes(Step.Name step, String message, @Nullable String hint) {
        steps.add(new Step(step, true, null, message, hint));
    }

    /** Ingest refuses it. */
    void fails(Step.Name step, Code code, String message, @Nullable String hint) {
        fails(step, code.status(), code.text(), message, hint);
    }

    /** Ingest refuses it in its own words. */
    void fails(Step.Name step, Refusal refusal, @Nullable String hint) {
        fails(step, refusal.code(), refusal.message(), hint);
    }

    private void fails(Step.Name step, int status, String code, String message, @Nullable String hint) {
        steps.add(new Step(step, false, code, message, hint));
        answers(status, code);
    }

    /** What ingest answers now, unless it answered before. */
    void answers(int status, String code) {
        if (verdict == null) {
            verdict = new Verdict(status, code);
        }
    }

    /** A number, truth value or text that a program may want. */
    void fact(String name, Object value) {
        facts.put(name, value);
    }

    /** What explains a signature that does not hold. */
    void explained(Match by) {
        match = by;
    }

    /** What validation says of the events. */
    void events(ScannedBatch scanned, boolean sdk) {
        batch = scanned;
        Answer answer = BatchAnswers.of(scanned, sdk);
        if (scanned.rejected() == 0) {
            passes(Step.Name.EVENTS, scanned.accepted() + " events obey the rules.");
            answers(answer.status(), answer.outcome());
        } else {
            fails(
                    Step.Name.EVENTS,
                    answer.status(),
                    answer.outcome(),
                    scanned.rejected() + " of " + scanned.events().size() + " events break a rule: see errors.",
                    "Rejected events are kept apart and never sent again: mend what makes them.");
        }
    }

    /** Every step of the door is passed. */
    boolean ok() {
        return steps.stream().allMatch(Step::ok);
    }

    /** As JSON; ingest-api's README describes its members. */
    Answer answer() {
        var text = new JsonText().open('{').member("ok", ok());
        if (verdict != null) {
            text.name("ingest")
                    .open('{')
                    .member("status", verdict.status())
                    .member("code", verdict.code())
                    .close('}');
        }
        text.name("steps").open('[');
        for (Step step : steps) {
            text.open('{').member("step", step.name().text()).member("ok", step.ok());
            optional(text, "code", step.code());
            text.member("message", step.message());
            optional(text, "hint", step.hint());
            text.close('}');
        }
        text.close(']').name("facts").open('{');
        facts.forEach((name, value) -> {
            switch (value) {
                case Number number -> text.member(name, number.longValue());
                case Boolean truth -> text.member(name, truth);
                default -> text.member(name, value.toString());
            }
        });
        text.close('}');
        if (match != null) {
            text.name("would_have_matched")
                    .open('{')
                    .member("secret", match.key().name())
                    .member("message", match.message().name())
                    .member("body", match.body().name())
                    .close('}');
        }
        if (batch != null) {
            BatchAnswers.errors(text, batch);
        }
        return Answer.json(200, "diagnosis", text.close('}'));
    }

    private static void optional(JsonText text, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.member(name, value);
        }
    }
}
