package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.consume.Standing.Phase;
import dev.clacks.writer.progress.Renewals.Renewal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one assigned partition, without any I/O: it is claimed, then records come in and chunks go out, in order;
 * it may stop and be claimed again later. Every claim is another, and chunks bear it: an answer about a chunk from before
 * the last claim changes nothing. For one thread. Times are milliseconds of the steady clock, those
 * of records and of {@link #oldestMillis} since the epoch.
 *
 * <p>Records are decoded when their chunk is cut and no earlier. So a record whose decoding kills the process is at most the
 * chunks in flight away from what is stored, and no lane of the loop decodes any while one is marked "in hand": the mark would
 * blame the wrong one. One by one also means that Kafka knows of all before: a process that starts after a death in hand must
 * begin with the marked record, not with one before it, which would take the mark and with it the count of deaths.
 */
final class Lane {

    private final LaneLimits limits;
    private final LaneBuffer buffer;
    private final Flight flight = new Flight();
    private final LaneProgress progress = new LaneProgress();
    private final Standing standing = new Standing();
    private @Nullable Owned owned;
    private @Nullable OffsetAndMetadata seek;
    private long servedAt;
    private OptionalLong oldestBefore = OptionalLong.empty();

    Lane(LaneLimits limits) {
        this.limits = limits;
        this.buffer = new LaneBuffer(limits);
    }

    /** Whether it is claimed, what troubles it, and when it is tried again. */
    Standing standing() {
        return standing;
    }

    /** The claim it runs under. */
    Optional<Owned> owned() {
        return Optional.ofNullable(owned);
    }

    LaneProgress progress() {
        return progress;
    }

    /** Progress was read and is ours: records come from {@code offset} on, the first of them one by one if so told. */
    void claimed(Owned claim, long offset, @Nullable Integer leaderEpoch, boolean careful) {
        reset();
        standing.claimed();
        owned = claim;
        seek = new OffsetAndMetadata(offset, Optional.ofNullable(leaderEpoch), "");
        progress.start(offset, leaderEpoch);
        buffer.start(offset, careful);
        oldestBefore = OptionalLong.empty();
    }

    /** Nothing more until {@code retryAt}; then it is claimed anew. */
    void stop(String why, long retryAt) {
        reset();
        standing.lost(Phase.STOPPED, why, retryAt);
    }

    /** Reads progress again, from {@code retryAt} on. */
    void claimAgain(String why, long retryAt) {
        reset();
        standing.lost(Phase.CLAIMING, why, retryAt);
    }

    private void reset() {
        oldestBefore = oldestMillis();
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
        return standing.running() && !buffer.full();
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
        if (standing.running() && seek == null) {
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
        if (!standing.running() || flight.out() >= limits.inFlight()) {
            return Long.MAX_VALUE;
        }
        if (flight.retrying()) {
            return flight.out() == 0 ? standing.notBefore() : Long.MAX_VALUE;
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
        return standing.running() && buffer.oneByOne() && flight.empty() && !progress.confirmed();
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
        standing.well();
        servedAt = nowMillis;
    }

    /** The chunk goes out again from {@code retryAt} on, before anything after it. */
    void retry(Chunk chunk, String why, long retryAt) {
        if (flight.failed(chunk)) {
            standing.failed(why, retryAt);
        }
    }

    /** What its row of progress should say while it is idle, or what Kafka has confirmed; empty where it is neither. */
    Optional<Renewal> renewal() {
        boolean idle = idle();
        @Nullable Long confirmed = progress.confirmedOffset();
        return standing.running() && (idle || confirmed != null)
                ? Optional.of(new Renewal(
                        owned().orElseThrow(),
                        idle ? (Long) progress.stored() : null,
                        idle ? progress.caughtUp().orElse(null) : null,
                        confirmed))
                : Optional.empty();
    }

    /** Whether everything that was read is stored. */
    boolean idle() {
        return standing.running() && flight.empty() && buffer.empty();
    }
}
