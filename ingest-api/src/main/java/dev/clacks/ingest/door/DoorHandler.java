package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.Shape;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.limits.ClientAddresses;
import dev.clacks.ingest.limits.FailedCallers;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.publish.EventPublisher;
import dev.clacks.ingest.request.SdkVersion;
import dev.clacks.ingest.request.Target;
import dev.clacks.ingest.server.CrossOrigin;
import dev.clacks.ingest.server.JsonServlet;
import dev.clacks.ingest.server.Responder;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the door's port. Batches are handled right on Jetty's own interface instead of a servlet's: bodies and
 * answers then never hold a thread, and the order of checks is ours alone. What is {@link Served} goes on to the servlets behind;
 * nothing else does.
 */
public final class DoorHandler extends Handler.Wrapper {

    private final DoorParts parts;
    private final CrossOrigin crossOrigin;
    private final List<Served> served;

    /** @param served what servlets answer */
    public DoorHandler(
            CredentialStore credentials,
            NonceStore nonces,
            TenantLimits tenants,
            ClientAddresses addresses,
            FailedCallers failedCallers,
            Scanners scanners,
            EventPublisher publisher,
            InflightBudget budget,
            LimitSettings limits,
            IngestMetrics metrics,
            InstantSource clock,
            CrossOrigin crossOrigin,
            List<Served> served) {
        var intake = new BatchIntake(credentials, nonces, tenants, scanners, publisher, metrics, clock);
        this.parts = new DoorParts(
                intake, limits, budget, addresses, failedCallers, new Deadlines(), metrics, new BatchLog(), clock);
        this.crossOrigin = crossOrigin;
        this.served = List.copyOf(served);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getCanonicalPath();
        String method = request.getMethod();
        Target target = path == null ? null : Target.of(path);
        if (target != null) {
            if (crossOrigin.preflight(request, response, callback)) {
                parts.metrics().request("other", method, 204, 0);
                return true;
            }
            if (method.equals("POST")) {
                new IngestExchange(parts, target, request, response, callback).start();
                return true;
            }
            Shape shape = SdkVersion.shape(request.getHeaders().get("X-SDK-Version"), target);
            return refuse(request, response, callback, wrongMethod("POST"), shape);
        }
        Served known = path == null ? null : served(path);
        if (known != null) {
            if (!known.methods().contains(method)) {
                return refuse(request, response, callback, wrongMethod(known.allowed()), Shape.NESTED);
            }
            long started = System.nanoTime();
            Request.addCompletionListener(
                    request,
                    _ -> parts.metrics()
                            .request(known.label(), method, response.getStatus(), (System.nanoTime() - started) / 1e9));
            request.setAttribute(
                    JsonServlet.REFUSALS, (UnaryOperator<Refusal>) refusal -> parts.heardOfReader(request, refusal));
            var timely = new TimelyResponse(
                    request, response, parts.deadlines(), parts.limits().answerTimeout());
            return super.handle(request, timely, callback);
        }
        return refuse(request, response, callback, Refusal.of(Code.NOT_FOUND, "Nothing is served here."), Shape.NESTED);
    }

    private @Nullable Served served(String path) {
        for (Served each : served) {
            if (each.serves(path)) {
                return each;
            }
        }
        return null;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        parts.deadlines().close();
    }

    private boolean refuse(Request request, Response response, Callback callback, Refusal refusal, Shape shape) {
        parts.metrics()
                .request(
                        "other",
                        Methods.label(request.getMethod()),
                        refusal.code().status(),
                        0);
        return Responder.refuse(request, response, callback, refusal, shape);
    }

    private static Refusal wrongMethod(String allowed) {
        return Refusal.of(Code.METHOD_NOT_ALLOWED, "Only " + allowed + " is served here.")
                .with("Allow", allowed);
    }
}
