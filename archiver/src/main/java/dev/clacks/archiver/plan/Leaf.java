package dev.clacks.archiver.plan;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An attached leaf partition of {@code events}.
 *
 * @param parent qualified name of the class's table
 * @param name qualified name of the leaf
 * @param retentionDays the class
 * @param day UTC day of its lower bound
 * @param upper no event in it is as late as this
 * @param detachPending whether a concurrent detach was begun and not finished
 */
public record Leaf(
        String parent, String name, int retentionDays, LocalDate day, Instant upper, boolean detachPending) {}
