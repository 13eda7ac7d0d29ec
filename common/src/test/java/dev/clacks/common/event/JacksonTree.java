package dev.clacks.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Reads a document with Jackson, whole or not at all, and remembers where each object stands. */
final class JacksonTree {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String text;
    private final JsonParser parser;
    private final Json root;
    private final IdentityHashMap<Json, int[]> places = new IdentityHashMap<>();

    private JacksonTree(String text) throws IOException {
        this.text = text;
        this.parser = JACKSON.createParser(text);
        parser.nextToken();
        this.root = value();
        if (parser.nextToken() != null) {
            throw new IOException("more than one document");
        }
    }

    /**
     * Reads the bytes, as strict UTF-8.
     *
     * @throws IOException when they are not one JSON document
     */
    static JacksonTree of(byte[] bytes) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return new JacksonTree(text);
    }

    Json root() {
        return root;
    }

    /** The bytes at which an object of this tree begins and ends. */
    int[] place(Json object) {
        int[] place = places.get(object);
        if (place == null) {
            throw new IllegalArgumentException("not an object of this tree");
        }
        return place;
    }

    private Json value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no document");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                List<Json> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value());
                }
                yield new Json.Arr(elements);
            }
            case VALUE_STRING -> new Json.Text(parser.getText());
            default -> new Json.Word(parser.getText());
        };
    }

    private Json object() throws IOException {
        int start = byteOffset();
        List<Json.Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            members.add(new Json.Member(key, value()));
        }
        Json object = new Json.Obj(members);
        places.put(object, new int[] {start, byteOffset() + 1});
        return object;
    }

    private int byteOffset() {
        int units = (int) parser.currentTokenLocation().getCharOffset();
        return text.substring(0, units).getBytes(StandardCharsets.UTF_8).length;
    }
}
