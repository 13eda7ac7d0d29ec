package dev.clacks.writer.operation;

import dev.clacks.common.admin.AdminJson;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code operations}.
 *
 * @param id shown to whoever resumes or cancels it
 * @param kind such as {@code replay kafka}
 * @param arguments what it was asked to do: the members of the kind's own record
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
        Map<String, Object> arguments,
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

    /**
     * The arguments as the record they were made from.
     *
     * @throws dev.clacks.common.app.UserErrorException where it has no member for one of them
     */
    public <T> T arguments(Class<T> type) {
        return AdminJson.asked(arguments, type);
    }

    /** The organisation that its filter names; null where it names none. */
    @Nullable
    String org() {
        return named("org");
    }

    /** The application that its filter names; null where it names none. */
    @Nullable
    String app() {
        return named("app");
    }

    private @Nullable String named(String member) {
        return arguments.get("filter") instanceof Map<?, ?> filter && filter.get(member) instanceof String name
                ? name
                : null;
    }
}
