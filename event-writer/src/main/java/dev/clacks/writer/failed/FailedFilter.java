package dev.clacks.writer.failed;

import dev.clacks.common.admin.AskedTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which failed events are meant: all that match every member that is there.
 *
 * @param org id of the organisation, or its UUID until {@link #stored} was asked; the same of the application
 * @param code such as {@code invalid_schema}
 * @param field path of the member at fault; empty for the event as a whole
 * @param fingerprint of the group, as {@code failed list --groups} shows it
 * @param since received then or later
 * @param until received before
 */
public record FailedFilter(
        @Nullable String org,
        @Nullable String app,
        @Nullable String code,
        @Nullable String field,
        @Nullable String fingerprint,
        @Nullable Instant since,
        @Nullable Instant until) {

    private static final int TEXTS = 5;

    public FailedFilter {
        AskedTime.check("since", since);
        AskedTime.check("until", until);
    }

    /** Conditions on the columns that {@code failed_events} and {@code failure_groups} share. */
    static final String OF_GROUP = " (?::text IS NULL OR org_id = ?) AND (?::text IS NULL OR app_id = ?)"
            + " AND (?::text IS NULL OR code = ?) AND (?::text IS NULL OR field = ?)"
            + " AND (?::text IS NULL OR fingerprint = ?)";

    /** Conditions on {@code failed_events}. */
    public static final String OF_EVENT = OF_GROUP + " AND received_at >= ? AND received_at < ?";

    /** Whether it leaves anything out but by time. */
    public boolean narrow() {
        return org != null || app != null || code != null || field != null || fingerprint != null;
    }

    /**
     * The same by the ids that the rows bear: what the conditions compare.
     *
     * @throws dev.clacks.common.app.UserErrorException where it names an organisation or an application that nobody knows
     */
    public FailedFilter stored(Connection connection) throws SQLException {
        return Tenants.stored(connection, this);
    }

    /** The same of these. */
    FailedFilter of(@Nullable String thisOrg, @Nullable String thisApp) {
        return new FailedFilter(thisOrg, thisApp, code, field, fingerprint, since, until);
    }

    /** The same, but received on that day (UTC). */
    public FailedFilter on(LocalDate day) {
        Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant from = since == null || since.isBefore(begin) ? begin : since;
        return new FailedFilter(org, app, code, field, fingerprint, from, until).before(begin.plus(Duration.ofDays(1)));
    }

    /** The same, but received before then at the latest: so a run over it ends. */
    public FailedFilter before(Instant then) {
        Instant end = until == null || until.isAfter(then) ? then : until;
        return new FailedFilter(org, app, code, field, fingerprint, since, end);
    }

    /** Sets what {@link #OF_GROUP} asks for; returns the index of the next parameter. */
    int bindGroup(PreparedStatement statement, int first) throws SQLException {
        int at = first;
        for (String text : new @Nullable String[] {org, app, code, field, fingerprint}) {
            statement.setObject(at++, text, Types.VARCHAR);
            statement.setObject(at++, text, Types.VARCHAR);
        }
        return first + 2 * TEXTS;
    }

    /** Sets what {@link #OF_EVENT} asks for; returns the index of the next parameter. */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        int at = bindGroup(statement, first);
        statement.setObject(at++, (since == null ? Instant.EPOCH : since).atOffset(ZoneOffset.UTC));
        statement.setObject(at++, (until == null ? FAR : until).atOffset(ZoneOffset.UTC));
        return at;
    }

    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");
}
