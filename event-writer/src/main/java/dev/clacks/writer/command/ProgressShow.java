package dev.clacks.writer.command;

import dev.clacks.writer.progress.PartitionProgress;
import dev.clacks.writer.progress.ProgressReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code progress show}. */
final class ProgressShow extends Verb {

    ProgressShow() {
        super("show", "Shows how far each partition is stored, and what no writer would read", "");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        List<PartitionProgress> partitions =
                ProgressReport.of(workplace.connection(), workplace.log(), workplace.topics());
        print(partitions, workplace.out());
    }

    private static void print(List<PartitionProgress> partitions, PrintStream out) {
        out.printf(
                "%-22s %4s %12s %12s %12s %10s %12s %9s %9s  %-8s %s%n",
                "topic", "part", "log begins", "next", "log ends", "lag", "committed", "received", "sign", "claim", "");
        for (PartitionProgress one : partitions) {
            out.printf(
                    "%-22s %4d %12s %12s %12s %10s %12s %9s %9s  %-8s %s%n",
                    one.topic(),
                    one.partition(),
                    text(one.begin()),
                    text(one.nextOffset()),
                    text(one.end()),
                    text(one.lag()),
                    text(one.committed()),
                    ago(one.receivedAt()),
                    ago(one.updatedAt()),
                    one.claim() == null ? "-" : one.claim().toString().substring(0, 8),
                    suspicion(one));
        }
        partitions.stream()
                .filter(one -> one.trouble() != null)
                .forEach(one -> out.printf("%s-%d is stopped: %s%n", one.topic(), one.partition(), one.trouble()));
    }

    private static String suspicion(PartitionProgress one) {
        String claims =
                one.claimsWithoutProgress() < 2 ? "" : one.claimsWithoutProgress() + " claims without progress ";
        return one.inHandOffset() == null
                ? claims
                : claims + "offset %d in hand, %d deaths".formatted(one.inHandOffset(), one.inHandDeaths());
    }

    private static String text(@Nullable Long number) {
        return number == null ? "-" : number.toString();
    }

    private static String ago(@Nullable Instant time) {
        if (time == null) {
            return "-";
        }
        Duration age = Duration.between(time, Instant.now());
        return age.toDays() > 0
                ? age.toDays() + "d"
                : age.toHours() > 0
                        ? age.toHours() + "h"
                        : age.toMinutes() > 0 ? age.toMinutes() + "m" : age.toSeconds() + "s";
    }
}
