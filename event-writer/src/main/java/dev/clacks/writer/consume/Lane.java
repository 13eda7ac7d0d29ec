package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one assigned partition, without any I/O: it is claimed, then rows come in and chunks go out, in order;
 * it may stop and be claimed again later. Every claim is another, and chunks bear it: an answer about a chunk from before
 * the last claim changes nothing. For one thread. Times are milliseconds since the epoch.
 */
final class Lane {

    /** Where a lane stands. */
    enum Phase {
        /** Progress has not been read yet; nothing is fetched. */
        CLAIMING,
        /** Rows flow. */
        RUNNING,
        /** People must look at it; tried again now and then. */
        STOPPED
    }

    private static final long NOWHERE = -1;

    private final LaneLimits limits;
    private final LaneBuffer buffer;
    private final Deque<Chunk> inFlight = new ArrayDeque<>();
    private final Deque<Chunk> again = new ArrayDeque<>();
    private Phase phase = Phase.CLAIMING;
    private boolean claimOut;
    private int failures;
    private long notBefore;
    private String trouble = "";
    private @Nullable Owned owned;
    private @Nullable OffsetAndMetadata seek;
    private long stored;
    private long offered = NOWHERE;
    private long cutTo;
    private long appended;
    private long carefulUntil;
    private @Nullable EndSeen endSeen;
    private @Nullable EndSeen caughtUp;
    private long progressAt;

    Lane(LaneLimits limits, long nowMillis) {
        this.limits = limits;
        this.buffer = new LaneBuffer(limits);
        this.progressAt = nowMillis;
    }

    Phase phase() {
        return phase;
    }

    /** Why it stopped or waits; empty while all is well. */
    String trouble() {
        return trouble;
    }

    Optional<Owned> owned() {
        return Optional.ofNullable(owned);
    }

    /** The offset below which all is committed; meaningful once claimed. */
    long stored() {
        return stored;
    }

    /** How many times in a row this lane's chunk or claim failed. */
    int failures() {
        return failures;
    }

    // ---- claiming

    boolean wantsClaim(long nowMillis) {
        return phase != Phase.RUNNING && !claimOut && inFlight.isEmpty() && nowMillis >= notBefore;
    }

    void claimAsked() {
        claimOut = true;
    }

    /** Whether an answer to a claim is awaited. */
    boolean claiming() {
        return claimOut;
    }

    /** Progress was read and is ours: rows come from {@code offset} on, the first of them one by one if so told. */
    void claimed(Owned claim, long offset, @Nullable Integer leaderEpoch, boolean careful, long nowMillis) {
        reset(Phase.RUNNING);
        owned = claim;
        seek = new OffsetAndMetadata(offset, Optional.ofNullable(leaderEpoch), "");
        stored = offset;
        offered = NOWHERE;
        cutTo = offset;
        appended = offset;
        carefulUntil = careful ? offset + limits.carefulRows() : offset;
        progressAt = nowMillis;
        failures = 0;
        trouble = "";
        notBefore = 0;
    }

    /** The claim did not come about: asked for again from {@code retryAt} on. */
    void claimFailed(String why, long retryAt) {
        claimOut = false;
        failures++;
        trouble = why;
        notBefore = retryAt;
    }

    /** Nothing more until {@code retryAt}; then it is claimed anew. */
    void stop(String why, long retryAt) {
        reset(Phase.STOPPED);
        failures++;
        trouble = why;
        notBefore = retryAt;
    }

    /** Reads progress again, from {@code retryAt} on. */
    void claimAgain(String why, long retryAt) {
        reset(Phase.CLAIMING);
        failures++;
        trouble = why;
        notBefore = retryAt;
    }

    private void reset(Phase next) {
        phase = next;
        claimOut = false;
        buffer.clear();
        inFlight.clear();
        again.clear();
        seek = null;
        endSeen = null;
        caughtUp = null;
    }

    /** Where Kafka has to be told to read from; once. */
    Optional<OffsetAndMetadata> takeSeek() {
        Optional<OffsetAndMetadata> taken = Optional.ofNullable(seek);
        seek = null;
        return taken;
    }

    // ---- offsets

    /** The offset that Kafka should know to be done and does not yet; it counts as told from now on. */
    OptionalLong takeCommit() {
        if (phase != Phase.RUNNING || stored == offered) {
            return OptionalLong.empty();
        }
        offered = stored;
        return OptionalLong.of(stored);
    }

    /** Kafka was not told after all. */
    void commitFailed() {
        offered = NOWHERE;
    }

    // ---- rows in

    /** Whether the record at this offset must stay undecoded until it is marked "in hand". */
    boolean careful(long offset) {
        return offset < carefulUntil;
    }

    /** Whether a record is what this lane waits for; one from before a seek is not. */
    boolean expects(long offset) {
        return phase == Phase.RUNNING && offset >= appended;
    }

    void append(Row row, int leaderEpoch, long nowMillis) {
        buffer.add(row, leaderEpoch, nowMillis);
        appended = row.offset() + 1;
    }

    boolean wantsRows() {
        return phase == Phase.RUNNING && !buffer.full();
    }

    int waitingRows() {
        return buffer.rows();
    }

    long waitingBytes() {
        return buffer.bytes();
    }

    // ---- chunks out

    /** When the next chunk may go out; {@link Long#MAX_VALUE} while there is none or enough are out. */
    long dueMillis(long nowMillis) {
        if (phase != Phase.RUNNING || inFlight.size() >= limits.inFlight()) {
            return Long.MAX_VALUE;
        }
        if (!again.isEmpty()) {
            return inFlight.isEmpty() ? notBefore : Long.MAX_VALUE;
        }
        return buffer.dueMillis(nowMillis);
    }

    /** The next chunk, which is then in flight. Only when it is due. */
    Chunk take() {
        Chunk chunk = again.isEmpty() ? cut() : again.removeFirst();
        inFlight.addLast(chunk);
        return chunk;
    }

    private Chunk cut() {
        boolean careful = buffer.first() instanceof RawRow;
        LaneBuffer.Cut cut = buffer.cut(careful ? 1 : limits.chunkRows());
        var chunk = new Chunk(owned().orElseThrow(), cutTo, cut.to(), cut.leaderEpoch(), cut.rows(), careful, endSeen);
        cutTo = cut.to();
        return chunk;
    }

    /** Whether the store has a chunk of this lane in its hands. */
    boolean writing() {
        return !inFlight.isEmpty();
    }

    /** Whether an answer about this chunk is awaited. */
    boolean awaits(Chunk chunk) {
        return inFlight.stream().anyMatch(chunk::isSameAs);
    }

    void stored(Chunk chunk, long nowMillis) {
        inFlight.removeIf(chunk::isSameAs);
        // A later chunk can only be stored once the earlier ones are, whatever was answered about them.
        again.removeIf(earlier -> earlier.to() <= chunk.to());
        stored = chunk.to();
        failures = 0;
        trouble = "";
        progressAt = nowMillis;
        if (endSeen != null && endSeen.endOffset() <= stored) {
            caughtUp = endSeen;
        }
    }

    /** The chunk goes out again from {@code retryAt} on, before anything after it. */
    void retry(Chunk chunk, String why, long retryAt) {
        inFlight.removeIf(chunk::isSameAs);
        again.addLast(chunk);
        if (again.size() == 1) {
            failures++;
            trouble = why;
            notBefore = retryAt;
        }
    }

    /** Whether an earlier chunk waits to be tried again: then a later one that was refused is no news. */
    boolean retrying() {
        return !again.isEmpty();
    }

    // ---- progress without rows

    /** Notes where the log ended. */
    void sawEnd(EndSeen end) {
        endSeen = end;
        if (phase == Phase.RUNNING && end.endOffset() <= stored) {
            caughtUp = end;
        }
    }

    /** The latest log end that is stored. */
    Optional<EndSeen> caughtUp() {
        return Optional.ofNullable(caughtUp);
    }

    /** The log's end as last seen. */
    Optional<EndSeen> endSeen() {
        return Optional.ofNullable(endSeen);
    }

    /** When a chunk was last stored, or progress last confirmed. */
    long progressAt() {
        return progressAt;
    }

    boolean idle() {
        return phase == Phase.RUNNING && inFlight.isEmpty() && again.isEmpty() && buffer.empty();
    }

    void confirmed(long nowMillis) {
        progressAt = nowMillis;
    }
}
