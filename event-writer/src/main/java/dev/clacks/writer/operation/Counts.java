package dev.clacks.writer.operation;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an operation has come to, or would: {@code found} is the sum of all that follow up to
 * {@code failed}. Immutable.
 *
 * @param found records or failed events that were meant and looked at
 * @param inserted new in {@code events}
 * @param alreadyStored were there before, or came twice
 * @param erased covered by a tombstone
 * @param discarded given up by an operator
 * @param cut longer than what is kept of them, so nobody can check them again
 * @param failed still refused
 * @param gone offsets, not records, that had left Kafka when their turn came though they were there when the replay was
 *     planned: whether anything was to be stored of them nobody can tell. No part of {@code found}; 0 also where an older
 *     build stored the counts
 * @param errors the failed ones by code
 */
public record Counts(
        long found,
        long inserted,
        long alreadyStored,
        long erased,
        long discarded,
        long cut,
        long failed,
        long gone,
        Map<String, Long> errors) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public Counts {
        errors = Map.copyOf(errors);
    }

    /** Of a transaction: {@code errors} say how many failed. */
    public static Counts stored(
            long inserted, long alreadyStored, long erased, long discarded, Map<String, Long> errors) {
        long failed = errors.values().stream().mapToLong(Long::longValue).sum();
        return new Counts(
                inserted + alreadyStored + erased + discarded + failed,
                inserted,
                alreadyStored,
                erased,
                discarded,
                0,
                failed,
                0,
                errors);
    }

    /** Of what the rules refused again. */
    public static Counts refused(Map<String, Long> errors) {
        return stored(0, 0, 0, 0, errors);
    }

    /** Of what is too long to be looked at. */
    public static Counts cut(long cut) {
        return new Counts(cut, 0, 0, 0, 0, cut, 0, 0, Map.of());
    }

    /** Of offsets that have left Kafka. */
    public static Counts gone(long offsets) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, offsets, Map.of());
    }

    /** Of what was given up. */
    public static Counts discarded(long discarded) {
        return stored(0, 0, 0, discarded, Map.of());
    }

    /** Both. */
    public Counts plus(Counts more) {
        var sum = new TreeMap<>(errors);
        more.errors.forEach((code, count) -> sum.merge(code, count, Long::sum));
        return new Counts(
                found + more.found,
                inserted + more.inserted,
                alreadyStored + more.alreadyStored,
                erased + more.erased,
                discarded + more.discarded,
                cut + more.cut,
                failed + more.failed,
                gone + more.gone,
                sum);
    }
}
