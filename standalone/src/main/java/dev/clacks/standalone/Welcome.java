package dev.clacks.standalone;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.example.FirstEvent;
import java.nio.file.Path;

/** What {@code up} prints when all is ready: where everything is, and two ways to send the first event. */
final class Welcome {

    private Welcome() {}

    static String text(RunningStack stack, Path data) {
        var first = new FirstEvent(
                stack.ingestUrl(), stack.orgUuid(), stack.appUuid(), stack.apiToken(), stack.hmacSecret());
        return """
                The door         %s        (health: /health, metrics: /metrics)
                Admin            %s        (bearer %s)
                PostgreSQL       psql %s
                Kafka            %s
                S3               %s   bucket %s, access key %s, secret key %s
                All of it        %s

                Organisation     %s   or %s
                Application      %s   or %s
                API token        %s
                HMAC secret      %s

                A signed batch, to be pasted into a shell:

                %s
                The Rust SDK (telemetry-kit 0.3.0):

                %s
                Ctrl-C stops it; the data stays.
                """.formatted(
                        stack.ingestUrl(),
                        stack.adminUrl(),
                        stack.adminToken(),
                        stack.postgresUrl(),
                        stack.kafkaBootstrap(),
                        stack.s3().endpoint(),
                        stack.s3().bucket(),
                        stack.s3().accessKey(),
                        stack.s3().secretKey(),
                        data.resolve(RunningStack.FILE),
                        stack.orgId(),
                        stack.orgUuid(),
                        stack.appId(),
                        stack.appUuid(),
                        stack.apiToken(),
                        stack.hmacSecret(),
                        first.curl().indent(4),
                        first.rust().indent(4));
    }
}
