package dev.clacks.common.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests through to servlets of Clacks alone. Dropwizard puts some of its own on the admin port that anybody who
 * reaches it could use: tasks that collect garbage or turn the log off, thread dumps, profiles.
 */
final class OwnServletsFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String OURS = "dev.clacks.";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOurs(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/json");
        response.getOutputStream()
                .write(JSON.writeValueAsBytes(
                        Map.of("error", Map.of("code", "not_found", "message", "Nothing is served here."))));
    }

    private static boolean isOurs(HttpServletRequest request) {
        String name = request.getHttpServletMapping().getServletName();
        @Nullable ServletRegistration servlet = request.getServletContext().getServletRegistration(name);
        String type = servlet == null ? null : servlet.getClassName();
        return type != null && type.startsWith(OURS);
    }
}
