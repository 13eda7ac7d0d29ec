package dev.clacks.ingest;

import dev.clacks.ingest.door.Served;
import dev.clacks.ingest.openapi.OpenApi;
import dev.clacks.ingest.openapi.OpenApiServlet;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.Servlet;
import java.util.List;

/** The paths of the door's port that servlets answer: all but batches. The labels are those of the OpenAPI document. */
final class DoorRoutes {

    static final List<Served> SERVED = List.of(
            Served.read("/health", "/health"),
            Served.read("/metrics", "/metrics"),
            Served.read("/openapi.json", "/openapi.json"),
            Served.read("/api/v1/apps/{app}/staging-usage", "/api/v1/apps/{}/staging-usage"),
            Served.read("/v1/stats/{org}", "/v1/stats/{}"),
            Served.read("/v1/stats/{org}/{app}", "/v1/stats/{}/{}"),
            Served.post("/v1/doctor/{org}/{app}", "/v1/doctor/{}/{}"));

    private DoorRoutes() {}

    /** Registers a servlet of the door's port. */
    static void serve(Environment environment, String name, Servlet servlet, String path) {
        environment.servlets().addServlet(name, servlet).addMapping(path);
    }

    /** Registers what describes each port to programs. */
    static void describe(Environment environment) {
        serve(environment, "openapi", new OpenApiServlet(OpenApi.DOOR), "/openapi.json");
        environment
                .admin()
                .addServlet("openapi", new OpenApiServlet(OpenApi.ADMINISTRATION))
                .addMapping("/openapi.json");
    }
}
