package dev.clacks.common.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers {@code {"status":"healthy","version":"...","checks":{name:detail}}} with 200 when every probe is well, else
 * {@code "unhealthy"} with 503.
 */
public final class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("serial") // servlets are never serialised
    private final Map<String, Probe> probes;

    public ProbeServlet(Map<String, Probe> probes) {
        this.probes = new LinkedHashMap<>(probes);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var checks = new LinkedHashMap<String, String>();
        boolean ok = true;
        for (var probe : probes.entrySet()) {
            Probe.Outcome outcome = probe.getValue().ask();
            checks.put(probe.getKey(), outcome.detail());
            ok &= outcome.ok();
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("status", ok ? "healthy" : "unhealthy");
        body.put("version", Version.current());
        body.put("checks", checks);
        response.setStatus(ok ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(JSON.writeValueAsBytes(body));
    }
}
