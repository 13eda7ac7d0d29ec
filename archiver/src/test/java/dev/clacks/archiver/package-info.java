/**
 * The archiver as a process, and what its tests share: tables filled as writers fill them, a bucket and a Kafka that fail on
 * command. The clauses A1 to A4 are those of docs/DELIVERY.md.
 */
@NullMarked
package dev.clacks.archiver;

import org.jspecify.annotations.NullMarked;
