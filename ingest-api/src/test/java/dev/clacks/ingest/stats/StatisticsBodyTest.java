package dev.clacks.ingest.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.stats.Statistics.OfType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsBodyTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void anApplicationByType() {
        var query = new StatisticsQuery("org", "app", new Period(FROM, TO, Interval.MONTH, true));
        var statistics = new Statistics(
                Instant.parse("2026-02-03T04:05:06.789Z"),
                new long[] {5, 0},
                List.of(new OfType("a \"b\"", new long[] {3, 0}), new OfType("(other)", new long[] {2, 0})));

        assertThat(new String(StatisticsBody.of(query, statistics), UTF_8))
                .isEqualTo("{\"org_id\":\"org\",\"app_id\":\"app\",\"from\":\"2026-01-01T00:00:00Z\","
                        + "\"to\":\"2026-03-01T00:00:00Z\",\"interval\":\"month\","
                        + "\"complete_through\":\"2026-02-03T04:05:06.789Z\",\"events\":5,"
                        + "\"buckets\":[{\"start\":\"2026-01-01T00:00:00Z\",\"events\":5},"
                        + "{\"start\":\"2026-02-01T00:00:00Z\",\"events\":0}],"
                        + "\"types\":[{\"type\":\"a \\\"b\\\"\",\"events\":3,\"buckets\":[3,0]},"
                        + "{\"type\":\"(other)\",\"events\":2,\"buckets\":[2,0]}]}");
    }

    @Test
    void anOrganisationOfWhichNothingIsKnownToBeComplete() {
        var query = new StatisticsQuery("org", null, new Period(FROM, TO, Interval.MONTH, false));

        assertThat(new String(StatisticsBody.of(query, new Statistics(null, new long[2], List.of())), UTF_8))
                .isEqualTo("{\"org_id\":\"org\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-03-01T00:00:00Z\","
                        + "\"interval\":\"month\",\"complete_through\":null,\"events\":0,"
                        + "\"buckets\":[{\"start\":\"2026-01-01T00:00:00Z\",\"events\":0},"
                        + "{\"start\":\"2026-02-01T00:00:00Z\",\"events\":0}]}");
    }
}
