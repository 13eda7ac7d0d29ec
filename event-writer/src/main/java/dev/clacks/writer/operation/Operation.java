package dev.clacks.writer.operation;

import dev.clacks.common.admin.AdminJson;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code operations}.
 *
 * @param id shown to whoever resumes or cancels it
 * @param kind such as {@code replay kafka}
 * @param arguments what it was asked to do, as JSON of the kind's own record
 * @param actor who began it
 * @param state {@code running}, {@code done}, {@code cancelled} or {@code failed}
 * @param position what was done last, in the kind's own terms; empty before
 * @param total how much there was to look at when it began
 * @param counts what it has come to
 * @param error why it failed; null where it did not
 * @param updatedAt when it last got on
 */
public record Operation(
        UUID id,
        String kind,
        String arguments,
        String actor,
        String state,
        String position,
        long total,
        Counts counts,
        @Nullable String error,
        Instant startedAt,
        Instant updatedAt,
        @Nullable Instant finishedAt) {

    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String CANCELLED = "cancelled";
    public static final String FAILED = "failed";

    /** The arguments as the record they were made from. */
    public <T> T arguments(Class<T> type) {
        return AdminJson.stored(arguments, type);
    }
}
