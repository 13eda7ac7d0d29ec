package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.limits.ClientAddresses;
import dev.clacks.ingest.limits.ClientAddresses.Client;
import dev.clacks.ingest.limits.FailedCallers;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.metrics.IngestMetrics;
import java.time.InstantSource;
import org.eclipse.jetty.server.Request;

/** What every exchange shares. */
record DoorParts(
        BatchIntake intake,
        LimitSettings limits,
        InflightBudget budget,
        ClientAddresses addresses,
        FailedCallers failedCallers,
        Deadlines deadlines,
        IngestMetrics metrics,
        BatchLog log,
        InstantSource clock) {

    /** Counts why a caller without a batch was not believed or not allowed; then as {@link #heard}. */
    Refusal heardOfReader(Request request, Refusal refusal) {
        Code code = refusal.code();
        if (code == Code.UNAUTHORIZED) {
            metrics.authFailure("unknown_token");
        } else if (code.status() == 403) {
            metrics.authFailure(code.text());
        }
        return heard(request, refusal);
    }

    /** What the sender of a request hears of a refusal: after too many failures from its address something else than 401. */
    Refusal heard(Request request, Refusal refusal) {
        return refusal.code() != Code.UNAUTHORIZED ? refusal : failedCallers.answer(client(request), refusal);
    }

    /** Who sent a request, as far as limits go. */
    Client client(Request request) {
        return addresses.client(
                request.getConnectionMetaData().getRemoteSocketAddress(),
                request.getHeaders().getValuesList("X-Forwarded-For"));
    }
}
