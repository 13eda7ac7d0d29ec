package dev.clacks.testkit.fault;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides for the replies on one connection how many of their bytes pass. Not thread-safe. */
final class ReplyFilter {
    private final Supplier<@Nullable ReplyFault> faults;
    private @Nullable ReplyFault searched;
    private ReplyFault.@Nullable Search search;
    private @Nullable ReplyFault suffered;

    ReplyFilter(Supplier<@Nullable ReplyFault> faults) {
        this.faults = faults;
    }

    /** How many of the next bytes pass; none once the connection has suffered its fault. */
    int passing(byte[] piece, int length) {
        if (suffered != null) {
            return 0;
        }
        ReplyFault fault = faults.get();
        if (fault == null || fault.isTaken()) {
            return length;
        }
        if (search == null || fault != searched) {
            searched = fault;
            search = fault.search();
        }
        int start = search.find(piece, length);
        if (start < 0 || !fault.take()) {
            return length;
        }
        suffered = fault;
        return start;
    }

    /** The fault that this connection has suffered, if any. */
    @Nullable
    ReplyFault suffered() {
        return suffered;
    }
}
