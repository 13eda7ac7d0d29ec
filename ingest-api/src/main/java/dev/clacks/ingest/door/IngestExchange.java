package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.answer.Shape;
import dev.clacks.ingest.auth.TimeWindow;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.body.BodyReader;
import dev.clacks.ingest.body.Gunzip;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.request.Coding;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.SdkVersion;
import dev.clacks.ingest.request.Target;
import dev.clacks.ingest.server.RequestId;
import dev.clacks.ingest.server.Responder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One batch from its headers to its answer. Between the pieces of its body and while Kafka works no thread waits; two
 * deadlines see to it that an answer always comes. The first answer counts, whoever has it.
 */
final class IngestExchange implements AnswerSink, BodyReader.Receiver {

    /** How far the body has come: whoever leaves {@code ARRIVING} first decides. */
    private enum BodyState {
        ARRIVING,
        ENDED,
        LATE
    }

    private final DoorParts parts;
    private final Target target;
    private final Shape shape;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final long started = System.nanoTime();
    private final AtomicReference<BodyState> body = new AtomicReference<>(BodyState.ARRIVING);
    private final AtomicReference<@Nullable Answer> answered = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> undo = new AtomicReference<>();
    /** There once the body is being read. */
    private InflightBudget.@Nullable Lease lease;

    private @Nullable RequestHeaders headers;
    private final BatchLine line = new BatchLine();
    private volatile List<Refusal.Header> more = List.of();
    private volatile @Nullable Future<?> deadline;

    IngestExchange(DoorParts parts, Target target, Request request, Response response, Callback callback) {
        this.parts = parts;
        this.target = target;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.shape = SdkVersion.shape(request.getHeaders().get("X-SDK-Version"), target);
    }

    /** Checks what costs nothing, then begins to read the body. */
    void start() {
        try {
            checkHead();
        } catch (RefusedException e) {
            if (e.refusal().code() == Code.UNAUTHORIZED) {
                parts.metrics().authFailure("malformed");
            }
            refuse(e.refusal());
            return;
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        InflightBudget.Lease mine = parts.budget().enter(parts.client(request));
        if (mine == null) {
            parts.metrics().limitRefusal("inflight_requests");
            refuse(Refusal.retry(Code.OVERLOADED, "Too many requests are under way: send the batch again.", 1));
            return;
        }
        lease = mine;
        deadline = parts.deadlines().after(parts.limits().bodyTimeout(), this::bodyLate);
        int limit = parts.limits().bodyBytes();
        new BodyReader(request, new BodyBuffer(mine, 0, limit, (int) request.getLength()), this).run();
    }

    private void checkHead() throws RefusedException {
        var fields = request.getHeaders();
        RequestHeaders.checkMediaType(fields.getValuesList(HttpHeader.CONTENT_TYPE));
        if (request.getLength() > parts.limits().bodyBytes()) {
            throw BodyBuffer.tooLarge(parts.limits().bodyBytes());
        }
        RequestHeaders parsed = RequestHeaders.parse(fields::getValuesList);
        TimeWindow.check(parsed.seconds(), parts.clock().instant());
        headers = parsed;
    }

    @Override
    public void received(BodyBuffer arrived) {
        if (!body.compareAndSet(BodyState.ARRIVING, BodyState.ENDED)) {
            refuse(requestTimeout());
            return;
        }
        line.received(arrived.length());
        Instant now = parts.clock().instant();
        cancelDeadline();
        deadline =
                parts.deadlines().after(parts.limits().answerTimeout(), () -> refuse(BatchIntake.bufferUnavailable()));
        try {
            take(arrived, now);
        } catch (RefusedException e) {
            refused(e);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void take(BodyBuffer arrived, Instant now) throws RefusedException {
        RequestHeaders parsed = headers;
        InflightBudget.Lease mine = lease;
        if (parsed == null || mine == null) {
            throw new IllegalStateException("a body before its headers");
        }
        mine.arrived();
        BodyBuffer plain = parsed.coding() == Coding.GZIP
                ? Gunzip.inflate(
                        arrived.array(), arrived.length(), mine, parts.limits().bodyBytes())
                : arrived;
        parts.intake()
                .take(
                        new IngestRequest(target, parsed, plain.array(), plain.length(), now),
                        this,
                        request.getComponents().getExecutor());
    }

    @Override
    public void refused(RefusedException refused) {
        if (refused.refusal().code() == Code.OVERLOADED) {
            parts.metrics().limitRefusal("inflight_bytes");
        }
        refuse(refused.refusal());
    }

    /** A connection may be allowed less silence than a body: that its client was too slow holds for both. */
    @Override
    public void cutShort(Throwable failure) {
        refuse(
                body.compareAndSet(BodyState.ARRIVING, BodyState.ENDED) && !(failure instanceof TimeoutException)
                        ? Refusal.of(Code.INVALID_JSON, "The body ended before all of it had arrived.")
                                .with("Connection", "close")
                        : requestTimeout());
    }

    /** Ends the reading, which then answers: the body has one reader, and Jetty wants no answer while that waits. */
    private void bodyLate() {
        if (body.compareAndSet(BodyState.ARRIVING, BodyState.LATE)) {
            request.fail(new TimeoutException("the body took too long"));
        }
    }

    private static Refusal requestTimeout() {
        return Refusal.of(Code.REQUEST_TIMEOUT, "The body did not arrive in time.")
                .with("Connection", "close");
    }

    @Override
    public void failed(RuntimeException bug) {
        parts.log().failed(RequestId.of(request), bug);
        refuse(Refusal.of(Code.INTERNAL_ERROR, "The server failed: this is a bug of its own."));
    }

    @Override
    public BatchLine line() {
        return line;
    }

    @Override
    public void headers(List<Refusal.Header> further) {
        more = further;
    }

    @Override
    public boolean refuse(Refusal refusal) {
        // once answered, the request may be another's already
        return answered.get() == null && answer(Answer.refusal(parts.heard(request, refusal), shape));
    }

    @Override
    public void undoOnFailure(Runnable what) {
        undo.set(what);
        Answer answer = answered.get();
        if (answer != null) {
            undoAfter(answer);
        }
    }

    private void undoAfter(Answer answer) {
        Runnable what = answer.status() >= 500 ? undo.getAndSet(null) : null;
        if (what != null) {
            what.run();
        }
    }

    @Override
    public boolean answer(Answer answer) {
        InflightBudget.Lease mine = lease;
        if (mine != null && !HeldAnswer.fits(answer, mine)) {
            if (answered.get() == null) {
                refused(BodyBuffer.noRoom());
            }
            return false;
        }
        if (!answered.compareAndSet(null, answer)) {
            return false;
        }
        cancelDeadline();
        undoAfter(answer);
        Callback written = mine == null ? callback : HeldAnswer.until(answer, mine, parts, request, callback);
        double seconds = (System.nanoTime() - started) / 1e9;
        parts.metrics().request(target.route(), "POST", answer.status(), seconds);
        parts.metrics().outcome(answer.outcome());
        parts.log().answered(answer, RequestId.of(request), seconds, line);
        for (Refusal.Header header : more) {
            response.getHeaders().put(header.name(), header.value());
        }
        if (body.get() == BodyState.ARRIVING) {
            Responder.writeAndDrain(request, response, written, answer, mine != null);
        } else {
            Responder.write(response, written, answer);
        }
        return true;
    }

    private void cancelDeadline() {
        Future<?> current = deadline;
        if (current != null) {
            current.cancel(false);
        }
    }
}
