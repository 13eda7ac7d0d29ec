package dev.clacks.ingest.stats;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.clacks.common.admin.http.QueryString;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.config.StatisticsSettings;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.server.JsonServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import javax.sql.DataSource;

/** {@code GET /v1/stats/{org}} and {@code /v1/stats/{org}/{app}}; the way to it lets no other path pass. */
public final class StatisticsServlet extends JsonServlet {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // servlets are never serialised
    private final BearerAuthenticator bearers;

    @SuppressWarnings("serial")
    private final StatisticsCache cache;

    @SuppressWarnings("serial")
    private final InstantSource clock;

    private StatisticsServlet(BearerAuthenticator bearers, StatisticsCache cache, InstantSource clock) {
        this.bearers = bearers;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Puts one together.
     *
     * @param topic that of accepted events, whose completeness is told
     */
    public static StatisticsServlet of(
            BearerAuthenticator bearers,
            DataSource database,
            String topic,
            StatisticsSettings settings,
            IngestMetrics metrics,
            InstantSource clock) {
        var source =
                new EventCountsSource(database, topic, settings.queryTimeout().toJavaDuration());
        return new StatisticsServlet(
                bearers, new StatisticsCache(source, settings, metrics, Ticker.systemTicker()), clock);
    }

    @Override
    protected Answer answer(HttpServletRequest request) throws RefusedException {
        Bearer bearer = bearers.authenticate(Collections.list(request.getHeaders("Authorization")));
        String[] names = request.getPathInfo().substring(1).split("/", -1);
        StatisticsAccess whose = StatisticsAccess.of(bearers.credentials(), bearer, names);
        Period period = Period.of(query(request), clock.instant());
        return cache.answer(new StatisticsQuery(whose.orgId(), whose.appId(), period));
    }

    private static Map<String, String> query(HttpServletRequest request) throws RefusedException {
        try {
            return QueryString.parse(request.getQueryString());
        } catch (UserErrorException e) {
            throw new RefusedException(Code.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void destroy() {
        cache.close();
    }
}
