package dev.clacks.ingest.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.kafka.Topics;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What became of a request: its answer and the records, compared with what another parser finds in its body.
 *
 * @param records in the order in which they were sent
 */
record FuzzedOutcome(OneAnswer sink, List<ProducerRecord<byte[], byte[]>> records) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** @param plain what was signed */
    void check(FuzzedInput input, byte[] plain) throws IOException {
        assertThat(sink.answers()).hasSize(1);
        Answer answer = sink.answers().getFirst();
        assertThat(allowed()).contains(answer.status() + " " + answer.outcome());
        if (!input.rightSecret()) {
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(records).isEmpty();
        }
        switch (answer.outcome()) {
            case "success", "partial", "all_events_rejected" -> taken(answer, plain);
            default -> assertThat(records).isEmpty();
        }
    }

    private void taken(Answer answer, byte[] plain) throws IOException {
        JsonNode said = JSON.readTree(answer.body());
        long accepted = records.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .count();
        assertThat(said.get("accepted").asLong() + said.get("rejected").asLong())
                .isEqualTo(records.size());
        assertThat(said.get("errors").size()).isEqualTo(records.size() - accepted);
        if (!said.has("quarantined")) {
            assertThat(said.get("accepted").asLong()).isEqualTo(accepted);
        }
        // throws where it is not UTF-8
        var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(plain));
        List<String> events = events(new String(plain, ISO_8859_1));
        assertThat(records).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            assertThat(new String(records.get(i).value(), ISO_8859_1)).isEqualTo(events.get(i));
            if (records.get(i).topic().equals(Topics.EVENTS)) {
                String id = id(JSON.readTree(records.get(i).value()));
                assertThat(new String(records.get(i).key(), UTF_8)).isEqualToIgnoringCase(id);
            }
        }
    }

    private static String id(JsonNode event) {
        JsonNode id = event.path("event_id");
        return (id.isTextual() ? id : event.path("id")).asText();
    }

    /** The bytes of each event, found by a parser that is not ours: a character a byte, so that its places are bytes. */
    private static List<String> events(String body) throws IOException {
        var events = new ArrayList<String>();
        try (JsonParser parser = FACTORY.createParser(body)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("events");
                parser.nextToken();
                while (wanted && parser.nextToken() != JsonToken.END_ARRAY) {
                    long start = parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    long end = parser.currentLocation().getCharOffset();
                    events.add(body.substring((int) start, (int) end));
                }
                parser.skipChildren();
            }
            assertThat(parser.nextToken()).isNull();
        }
        return events;
    }

    /** The protocol's table; 5xx only where something behind the door failed, and here nothing does. */
    private static Set<String> allowed() {
        var allowed = new TreeSet<>(Set.of("200 success", "207 partial", "204 not_tracked"));
        for (Code code : Code.values()) {
            if (code.status() < 500) {
                allowed.add(code.status() + " " + code.text());
            }
        }
        return allowed;
    }
}
