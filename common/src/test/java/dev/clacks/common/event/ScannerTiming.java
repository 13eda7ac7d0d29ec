package dev.clacks.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/**
 * Prints what the scan of a typical batch costs, in CPU time and allocation per event, beside Jackson's streaming parser
 * with its check for duplicate keys, which does less: it reads no field and applies no rule. Run by hand.
 */
public final class ScannerTiming {

    private static final int ROUNDS = 12;
    private static final int SCANS = 4_000;

    private ScannerTiming() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        SdkRequest request = SdkRequest.named("crate-0.3.0-hundred.json");
        byte[] body = request.body();
        Instant now = request.sentAt();
        BatchScanner scanner = new BatchScanner(EventRules.defaults(), 1000);
        int events = scanner.scan(body, body.length, now).events().size();
        JsonFactory jackson = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        for (int round = 1; round <= ROUNDS; round++) {
            report(
                    "ours",
                    round,
                    events,
                    () -> scanner.scan(body, body.length, now).accepted());
            report("jackson", round, events, () -> tokens(jackson, body));
        }
    }

    private static int tokens(JsonFactory factory, byte[] body) throws IOException {
        int tokens = 0;
        try (JsonParser parser = factory.createParser(body)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    private static void report(String name, int round, int events, Work work) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long sum = 0;
        for (int i = 0; i < SCANS; i++) {
            sum += work.run();
        }
        double scanned = (double) SCANS * events;
        double nanos = (threads.getCurrentThreadCpuTime() - cpu) / scanned;
        double bytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / scanned;
        System.out.printf(
                "%2d %-8s %6.0f ns CPU and %5.0f bytes allocated an event, %5.2f million events a CPU second (%d)%n",
                round, name, nanos, bytes, 1_000 / nanos, sum);
    }

    private interface Work {
        int run() throws Exception;
    }
}
