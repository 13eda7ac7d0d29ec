package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RecordDecoder;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one assigned partition, without any I/O: it is claimed, then records come in and chunks go out, in order;
 * it may stop and be claimed again later. Every claim is another, and chunks bear it: an answer about a chunk from before
 * the last claim changes nothing. For one thread. Times are milliseconds since the epoch.
 *
 * <p>Records are decoded when their chunk is cut and no earlier. So a record whose decoding kills the process is at most the
 * chunks in flight away from what is stored, and no lane of the loop decodes any while one is marked "in hand": the mark would
 * blame the wrong one. One by one also means that Kafka knows of all before: a process that starts after a death in hand must
 * begin with the marked record, not with one before it, which would take the mark and with it the count of deaths.
 */
final class Lane {

    /** Where a lane stands. */
    enum Phase {
        /** Progress has not been read yet; nothing is fetched. */
        CLAIMING,
        /** Records flow. */
        RUNNING,
        /** People must look at it; tried again now and then. */
        STOPPED
    }

    private final LaneLimits limits;
    private final LaneBuffer buffer;
    private final Flight flight = new Flight();
    private final LaneProgress progress = new LaneProgress();
    private Phase phase = Phase.CLAIMING;
    private boolean claimOut;
    private int failures;
    private long notBefore;
    private String trouble = "";
    private @Nullable Owned owned;
    private @Nullable OffsetAndMetadata seek;
    private long servedAt;
    private OptionalLong oldestBefore = OptionalLong.empty();

    Lane(LaneLimits limits) {
        this.limits = limits;
        this.buffer = new LaneBuffer(limits);
    }

    Phase phase() {
        return phase;
    }

    /** Why it stopped or waits; empty while all is well. */
    String trouble() {
        return trouble;
    }

    /** The claim it runs under. */
    Optional<Owned> owned() {
        return Optional.ofNullable(owned);
    }

    LaneProgress progress() {
        return progress;
    }

    /** How many times in a row this lane's chunk or claim failed. */
    int failures() {
        return failures;
    }

    // ---- claiming

    boolean wantsClaim(long nowMillis) {
        return phase != Phase.RUNNING && !claimOut && nowMillis >= notBefore;
    }

    void claimAsked() {
        claimOut = true;
    }

    /** Whether an answer to a claim is awaited. */
    boolean claiming() {
        return claimOut;
    }

    /** Progress was read and is ours: records come from {@code offset} on, the first of them one by one if so told. */
    void claimed(Owned claim, long offset, @Nullable Integer leaderEpoch, boolean careful) {
        reset(Phase.RUNNING, "", 0);
        owned = claim;
        seek = new OffsetAndMetadata(offset, Optional.ofNullable(leaderEpoch), "");
        progress.start(offset, leaderEpoch);
        buffer.start(offset, careful);
        failures = 0;
        oldestBefore = OptionalLong.empty();
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
        failures++;
        reset(Phase.STOPPED, why, retryAt);
    }

    /** Reads progress again, from {@code retryAt} on. */
    void claimAgain(String why, long retryAt) {
        failures++;
        reset(Phase.CLAIMING, why, retryAt);
    }

    private void reset(Phase next, String why, long retryAt) {
        oldestBefore = oldestMillis();
        phase = next;
        trouble = why;
        notBefore = retryAt;
        claimOut = false;
        owned = null;
        seek = null;
        buffer.clear();
        flight.clear();
    }

    /** Where Kafka has to be told to read from; once. */
    Optional<OffsetAndMetadata> takeSeek() {
        Optional<OffsetAndMetadata> taken = Optional.ofNullable(seek);
        seek = null;
        return taken;
    }

    // ---- records in

    boolean wantsRecords() {
        return phase == Phase.RUNNING && !buffer.full();
    }

    /** Kafka has nothing more to give from here on; what it gave is good and is stored first. */
    void noneAfter(String why) {
        buffer.noneAfter(why);
    }

    /** Why it has to be claimed again now that all it was given is stored; empty while it has not. */
    Optional<String> runOut() {
        return idle() ? buffer.noneAfter() : Optional.empty();
    }

    /** Takes a record, if it is one that the lane waits for: one from before a seek is not. */
    void append(ConsumerRecord<byte[], byte[]> record, long nowMillis) {
        if (phase == Phase.RUNNING && seek == null) {
            buffer.append(record, nowMillis);
        }
    }

    /** About how much heap its records hold, in bytes. */
    long bytes() {
        return buffer.bytes() + flight.bytes();
    }

    /**
     * When the oldest record was received that is not stored, in milliseconds: exact where it has been read, else the earliest
     * moment that is possible; empty where nothing is known.
     */
    OptionalLong oldestMillis() {
        OptionalLong inFlight = flight.oldestMillis();
        if (inFlight.isPresent()) {
            return inFlight;
        }
        if (!buffer.empty()) {
            return buffer.oldestMillis();
        }
        return oldestBefore.isPresent() ? oldestBefore : progress.oldestMillis();
    }

    // ---- chunks out

    /** When the next chunk may go out; {@link Long#MAX_VALUE} while there is none or enough are out. */
    long dueMillis(long nowMillis) {
        if (phase != Phase.RUNNING || flight.out() >= limits.inFlight()) {
            return Long.MAX_VALUE;
        }
        if (flight.retrying()) {
            return flight.out() == 0 ? notBefore : Long.MAX_VALUE;
        }
        if (flight.careful()) {
            return Long.MAX_VALUE;
        }
        if (buffer.oneByOne() && !progress.confirmed()) {
            return Long.MAX_VALUE;
        }
        return buffer.dueMillis(nowMillis);
    }

    /** Whether nothing goes out before Kafka has confirmed what is stored. */
    boolean wantsConfirmation() {
        return phase == Phase.RUNNING && buffer.oneByOne() && flight.empty() && !progress.confirmed();
    }

    /** Whether a record is with the store, or on its way there, that is to be marked "in hand". */
    boolean inHand() {
        return flight.careful();
    }

    /** When its last chunk was stored; 0 for never. */
    long servedAt() {
        return servedAt;
    }

    /** The next chunk, which is then in flight. Only when it is due. */
    Chunk take(RecordDecoder decoder) {
        Chunk chunk = flight.takeAgain()
                .orElseGet(() -> buffer.cut(
                        owned().orElseThrow(), decoder, progress.endSeen().orElse(null)));
        flight.add(chunk);
        return chunk;
    }

    /** Whether the store has a chunk of this lane in its hands. */
    boolean writing() {
        return flight.out() > 0;
    }

    /** Whether an answer about this chunk is awaited. */
    boolean awaits(Chunk chunk) {
        return flight.awaits(chunk);
    }

    /** Whether an earlier chunk waits to be tried again: then it is no news that this one was refused. */
    boolean retryingBefore(Chunk chunk) {
        return flight.retryingBefore(chunk);
    }

    void stored(Chunk chunk, long nowMillis) {
        flight.stored(chunk);
        progress.stored(chunk.to(), chunk.leaderEpoch(), Instant.ofEpochMilli(chunk.receivedAtMillis()));
        failures = 0;
        trouble = "";
        servedAt = nowMillis;
    }

    /** The chunk goes out again from {@code retryAt} on, before anything after it. */
    void retry(Chunk chunk, String why, long retryAt) {
        if (flight.failed(chunk)) {
            failures++;
            trouble = why;
            notBefore = retryAt;
        }
    }

    /** Whether everything that was read is stored. */
    boolean idle() {
        return phase == Phase.RUNNING && flight.empty() && buffer.empty();
    }
}
