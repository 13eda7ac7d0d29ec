package dev.clacks.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes note of answers; a bug of the server's is thrown on. For one thread. */
final class OneAnswer implements AnswerSink {

    private final List<Answer> answers = new ArrayList<>();
    private final BatchLine line = new BatchLine();
    private @Nullable Runnable undo;

    List<Answer> answers() {
        return answers;
    }

    @Override
    public void headers(List<Refusal.Header> headers) {
        assertThat(headers).as("without a limit").isEmpty();
    }

    @Override
    public BatchLine line() {
        return line;
    }

    @Override
    public boolean answer(Answer answer) {
        answers.add(answer);
        if (answer.status() >= 500 && undo != null) {
            undo.run();
        }
        return answers.size() == 1;
    }

    @Override
    public boolean refuse(Refusal refusal) {
        return answer(Answer.refusal(refusal, Shape.NESTED));
    }

    @Override
    public void failed(RuntimeException bug) {
        throw bug;
    }

    @Override
    public void undoOnFailure(Runnable what) {
        undo = what;
    }
}
