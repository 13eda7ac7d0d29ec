package dev.clacks.ingest.stats;

import dev.clacks.ingest.answer.JsonText;
import java.time.Instant;
import java.util.Arrays;

/** Statistics as callers see them. */
final class StatisticsBody {

    private StatisticsBody() {}

    static byte[] of(StatisticsQuery query, Statistics statistics) {
        Period period = query.period();
        Instant complete = statistics.completeThrough();
        var text = new JsonText().open('{').member("org_id", query.orgId());
        if (query.appId() != null) {
            text.member("app_id", query.appId());
        }
        text.member("from", period.from().toString())
                .member("to", period.to().toString())
                .member("interval", period.interval().text())
                .memberOrNull("complete_through", complete == null ? null : complete.toString())
                .member("events", sum(statistics.buckets()))
                .name("buckets")
                .open('[');
        Instant start = period.from();
        for (long events : statistics.buckets()) {
            text.open('{')
                    .member("start", start.toString())
                    .member("events", events)
                    .close('}');
            start = period.interval().plus(start, 1);
        }
        text.close(']');
        if (period.byType()) {
            text.name("types").open('[');
            for (Statistics.OfType type : statistics.types()) {
                text.open('{')
                        .member("type", type.type())
                        .member("events", sum(type.buckets()))
                        .name("buckets")
                        .open('[');
                for (long events : type.buckets()) {
                    text.value(events);
                }
                text.close(']').close('}');
            }
            text.close(']');
        }
        return text.close('}').bytes();
    }

    private static long sum(long[] buckets) {
        return Arrays.stream(buckets).sum();
    }
}
