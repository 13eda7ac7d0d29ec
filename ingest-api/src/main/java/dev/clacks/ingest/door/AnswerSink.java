package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Refusal;
import java.util.List;

/** Takes a request's answer; whatever comes after the first is ignored. Thread-safe. */
interface AnswerSink {

    /** Headers of whatever answer comes, unless that has its own of the same name. */
    void headers(List<Refusal.Header> headers);

    /** What the log will say of the request. */
    BatchLine line();

    /** Whether this was the first. */
    boolean answer(Answer answer);

    /** Answers with an error in the shape that the caller can read. */
    boolean refuse(Refusal refusal);

    /** Answers that the server has a bug, and logs it. */
    void failed(RuntimeException bug);

    /** What to undo, should the answer be a 5xx: the client will send the very same request again. At most one such. */
    void undoOnFailure(Runnable undo);
}
