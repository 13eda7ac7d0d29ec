package dev.clacks.writer.failed;

/**
 * What a mark is about, or would be.
 *
 * @param groups how many there are of the kind, those that bear the mark already included
 * @param failures failed events in them: all that ever were, those past the cap, replayed and discarded ones included
 */
public record GroupMark(long groups, long failures) {}
