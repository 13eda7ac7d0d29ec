package dev.clacks.common.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Predicate;

/** Prometheus text, or OpenMetrics where the scraper asks for it. */
public final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Metrics metrics;
    private final transient Predicate<String> shown;
    private final transient ExpositionFormats formats = ExpositionFormats.init();

    /** Shows everything. */
    public MetricsServlet(Metrics metrics) {
        this(metrics, _ -> true);
    }

    /** @param shown by a metric's name, without {@code _total}: whether it is shown here */
    public MetricsServlet(Metrics metrics, Predicate<String> shown) {
        this.metrics = metrics;
        this.shown = shown;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(request.getHeader("Accept"));
        var text = new ByteArrayOutputStream(32 * 1024);
        writer.write(text, metrics.registry().scrape(shown));
        response.setContentType(writer.getContentType());
        response.setHeader("Cache-Control", "no-store");
        text.writeTo(response.getOutputStream());
    }
}
