package dev.clacks.standalone.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What came of the demonstration: {@code demo.json}.
 *
 * @param sent events sent
 * @param acknowledged events that the door answered 200 for
 * @param stored rows left in {@code events} at the end
 * @param archivedRows rows in the archive's objects
 * @param objects keys of these objects
 */
public record Findings(
        @JsonProperty("sent") long sent,
        @JsonProperty("acknowledged") long acknowledged,
        @JsonProperty("stored") long stored,
        @JsonProperty("archived_rows") long archivedRows,
        @JsonProperty("objects") List<String> objects) {

    /** Each event is in exactly one place, and some are in each. */
    public boolean complete() {
        return sent == acknowledged && stored + archivedRows == acknowledged && stored > 0 && archivedRows > 0;
    }
}
