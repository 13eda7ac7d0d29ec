package dev.clacks.ingest.doctor;

import dev.clacks.common.admin.AdminToken;
import dev.clacks.common.admin.http.AdminTries;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.limits.DoctorRates;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.request.Target;
import dev.clacks.ingest.server.JsonServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/doctor/{org}/{app}}: takes a request as it would be sent to {@code /v1/ingest}, and proof of who asks: a bearer
 * token with the scope ingest, or the admin token, in {@code Authorization} or, beside the request's own Authorization, in
 * {@code X-Admin-Token}. Who proves nothing hears what everybody hears; no body is read before.
 *
 * <p>A slow body holds one of a few places here, for at most the door's body timeout and one silence of the connection.
 */
@SuppressWarnings("serial") // servlets are never serialised
public final class DoctorServlet extends JsonServlet {

    private static final long serialVersionUID = 1L;
    private static final String ADMINISTRATOR = "the administrator";
    private static final int PIECE = 16 * 1024;

    private final Doctor doctor;
    private final BearerAuthenticator bearers;
    private final @Nullable AdminToken admin;
    private final AdminTries tries;
    private final DoctorRates rates;
    private final Semaphore places;

    private final InflightBudget budget;
    private final LimitSettings limits;
    private final InstantSource clock;

    /** @param budget the door's: it holds the bodies here, too */
    public DoctorServlet(
            Doctor doctor,
            BearerAuthenticator bearers,
            AdminTries tries,
            DoctorRates rates,
            IngestConfiguration configuration,
            InflightBudget budget,
            InstantSource clock) {
        this.doctor = doctor;
        this.bearers = bearers;
        this.admin = configuration.admin().adminToken();
        this.tries = tries;
        this.rates = rates;
        this.places = new Semaphore(configuration.doctor().concurrency());
        this.budget = budget;
        this.limits = configuration.limits();
        this.clock = clock;
    }

    @Override
    protected Answer answer(HttpServletRequest request) throws RefusedException, IOException {
        Target.Path path = Target.pair(String.valueOf(request.getPathInfo()), 1);
        if (path == null) {
            throw new RefusedException(Code.NOT_FOUND, "Nothing is served here.");
        }
        rates.checkAddress(request.getRemoteAddr(), values(request, "X-Forwarded-For"));
        Bearer bearer = administrator(request) ? null : bearers.authenticate(values(request, "Authorization"));
        if (bearer != null) {
            bearer.require(List.of(Token.INGEST));
        }
        Credentials known = bearers.credentials();
        rates.checkApplication(
                bearer == null ? ADMINISTRATOR : bearer.application().appId());
        if (request.getContentLengthLong() > limits.bodyBytes()) {
            throw BodyBuffer.tooLarge(limits.bodyBytes());
        }
        if (!places.tryAcquire()) {
            throw overloaded();
        }
        try (InflightBudget.Lease lease = budget.enter()) {
            if (lease == null) {
                throw overloaded();
            }
            BodyBuffer body = read(request, lease);
            var specimen = new Specimen(path, name -> headers(request, name, bearer), bearer, body, clock.instant());
            return doctor.examine(specimen, known, lease);
        } finally {
            places.release();
        }
    }

    private boolean administrator(HttpServletRequest request) {
        AdminToken opener = admin;
        String apart = only(values(request, "X-Admin-Token"));
        if (opener == null) {
            return false;
        }
        if (opener.opens(only(values(request, "Authorization")))
                || (apart != null && opener.opens("Bearer " + apart))) {
            return true;
        }
        if (apart != null) {
            tries.failed(request.getRemoteAddr());
        }
        return false;
    }

    private BodyBuffer read(HttpServletRequest request, InflightBudget.Lease lease)
            throws RefusedException, IOException {
        long until = System.nanoTime() + limits.bodyTimeout().toNanoseconds();
        var body = new BodyBuffer(lease, 0, limits.bodyBytes(), request.getContentLength());
        InputStream in = request.getInputStream();
        byte[] piece = new byte[PIECE];
        try {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                body.append(ByteBuffer.wrap(piece, 0, got));
                if (System.nanoTime() - until > 0) {
                    throw new RefusedException(Refusal.of(Code.REQUEST_TIMEOUT, "The body did not arrive in time.")
                            .with("Connection", "close"));
                }
            }
            return body;
        } catch (IOException e) {
            throw new RefusedException(Refusal.of(Code.INVALID_JSON, "The body ended before all of it had arrived.")
                    .with("Connection", "close"));
        }
    }

    /** The administrator's token is no part of what is examined. */
    private List<String> headers(HttpServletRequest request, String name, @Nullable Bearer bearer) {
        List<String> values = values(request, name);
        boolean his = bearer == null && name.equals("Authorization") && admin != null && admin.opens(only(values));
        return his ? List.of() : values;
    }

    private static List<String> values(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static @Nullable String only(List<String> values) {
        return values.size() == 1 ? values.getFirst() : null;
    }

    private static RefusedException overloaded() {
        return new RefusedException(
                Refusal.retry(Code.OVERLOADED, "The doctor has too many patients: come again later.", 1));
    }
}
