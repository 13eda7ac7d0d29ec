package dev.clacks.common.app;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** Puts what every answer of Clacks bears on those of an admin port: the name that is still spoken, and the request's id. */
final class AdminHeadersFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // the door gives its requests an id before they come here
        if (request.getAttribute(RequestIds.ATTRIBUTE) == null) {
            request.setAttribute(
                    RequestIds.ATTRIBUTE, RequestIds.of(Collections.list(request.getHeaders(RequestIds.HEADER))));
        }
        response.setHeader(RequestIds.HEADER, String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE)));
        response.setHeader(SpokenName.HEADER, SpokenName.VALUE);
        chain.doFilter(request, response);
    }
}
