package dev.clacks.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.bench.client.Answer;
import java.io.PrintStream;

/** Prints a diagnosis for people. */
final class DoctorReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;

    DoctorReport(PrintStream out) {
        this.out = out;
    }

    /** The exit code: 0 where every step passed, 1 where one did not or there is no diagnosis. */
    int print(Answer answer) {
        if (answer.status() != 200) {
            out.printf(
                    "the doctor answered %d %s%n",
                    answer.status(), answer.body().strip());
            return 1;
        }
        JsonNode found;
        try {
            found = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            out.println("the answer is no diagnosis: is there a server of Clacks at that address?");
            return 1;
        }
        for (JsonNode step : found.path("steps")) {
            step(step);
        }
        for (JsonNode error : found.path("errors")) {
            out.printf(
                    "      event %-4s %s %s: %s%n",
                    error.path("index").asText(),
                    error.path("event_id").asText(),
                    error.path("error").asText(),
                    error.path("message").asText());
        }
        out.println();
        found.path("facts")
                .properties()
                .forEach(fact ->
                        out.printf("%-20s %s%n", fact.getKey(), fact.getValue().asText()));
        JsonNode ingest = found.path("ingest");
        out.printf(
                "%nSent to the door it would be answered %s %s.%n",
                ingest.path("status").asText(), ingest.path("code").asText());
        return found.path("ok").asBoolean() ? 0 : 1;
    }

    private void step(JsonNode step) {
        out.printf(
                "%-5s %-20s %s%s%n",
                step.path("ok").asBoolean() ? "ok" : "FAIL",
                step.path("step").asText(),
                step.path("message").asText(),
                step.has("code") ? " [" + step.path("code").asText() + "]" : "");
        if (step.has("hint")) {
            out.printf("%-26s -> %s%n", "", step.path("hint").asText());
        }
    }
}
