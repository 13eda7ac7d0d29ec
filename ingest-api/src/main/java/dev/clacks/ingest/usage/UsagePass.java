package dev.clacks.ingest.usage;

import dev.clacks.ingest.auth.KnownApplication;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the usage of everybody once, page by page: one statement for all would, with many tenants, take longer than a statement
 * may, and never succeed. What a page says holds at once, and one that fails leaves the others to be read. For one thread.
 */
final class UsagePass {

    /** Applications that one statement sums: with hourly counts and some event types each has some thousand rows a month. */
    static final int PAGE = 300;

    private final List<KnownApplication> limited;
    private final UsageSource source;
    private final QuotaBook book;
    private int next;
    private boolean failed;

    /** @param limited everybody who has a quota */
    UsagePass(List<KnownApplication> limited, UsageSource source, QuotaBook book) {
        this.limited = limited;
        this.source = source;
        this.book = book;
    }

    List<KnownApplication> limited() {
        return limited;
    }

    /** Whether no page is left. */
    boolean ended() {
        return next == limited.size();
    }

    /** Whether no page has failed. */
    boolean complete() {
        return !failed;
    }

    /** Reads the next page; where that fails, the pass after this one comes to it again. */
    void readPage(Instant now) throws SQLException {
        List<KnownApplication> page = limited.subList(next, Math.min(next + PAGE, limited.size()));
        next += page.size();
        Set<String> ids = new HashSet<>();
        page.forEach(application -> ids.add(application.appId()));
        Month month = Month.of(now);
        boolean read = false;
        try {
            book.read(month, page, source.ofApplications(ids, month));
            read = true;
        } finally {
            failed |= !read;
        }
    }
}
