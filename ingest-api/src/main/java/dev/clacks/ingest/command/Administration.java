package dev.clacks.ingest.command;

import dev.clacks.common.admin.Actor;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.TenantUsage;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with.
 *
 * @param actor who runs it
 * @param progress where it says how far it is
 */
record Administration(Tenants tenants, TenantUsage usage, Actor actor, PrintStream progress) {

    private static final int PAGE = 1_000;

    /** A page of a list. */
    @FunctionalInterface
    interface Page<T> {
        List<T> after(@Nullable String id, int limit) throws SQLException;
    }

    /** All pages of a list. */
    static <T> List<T> all(Page<T> pages, Function<T, String> id) throws SQLException {
        var all = new ArrayList<T>();
        while (true) {
            List<T> page = pages.after(all.isEmpty() ? null : id.apply(all.getLast()), PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
        }
    }
}
