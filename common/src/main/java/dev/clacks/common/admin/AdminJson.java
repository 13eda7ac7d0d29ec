package dev.clacks.common.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.clacks.common.app.UserErrorException;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records as JSON: members in snake case, times in ISO 8601, what is absent as null. Thread-safe. */
public final class AdminJson {

    private static final byte[] NOTHING = {'{', '}'};

    private static final ObjectMapper MAPPER = Jackson.newObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .registerModule(new SimpleModule().addDeserializer(String.class, new Text()));

    private static final ObjectReader STORED =
            MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AdminJson() {}

    /** A text without U+0000, which PostgreSQL cannot take. */
    private static final class Text extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Text() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(json, context);
            if (text != null && text.indexOf('\0') >= 0) {
                throw new UserErrorException("a text holds U+0000");
            }
            return text;
        }
    }

    /** On one line. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers, texts and times are always JSON", e);
        }
    }

    /** For people and programs: indented. */
    public static byte[] indented(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers, texts and times are always JSON", e);
        }
    }

    /** Reads one value; members that the type does not have are an error. */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        return MAPPER.readValue(json, type);
    }

    /** Reads what {@link #line} wrote, perhaps long ago or by a later build: members that the type does not have are left out. */
    public static <T> T stored(String json, Class<T> type) {
        try {
            return STORED.forType(type).readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it was stored by another version: " + e.getOriginalMessage());
        }
    }

    /** Reads an object that {@link #line} wrote, whichever members it has. */
    @SuppressWarnings("unchecked") // the members of a JSON object are named by texts
    public static Map<String, Object> storedObject(String json) {
        return stored(json, Map.class);
    }

    /**
     * What such an object asks for; every member must be one of the type, as one that is left out might have narrowed it.
     *
     * @throws UserErrorException where another build stored what this one does not know
     */
    public static <T> T asked(Map<String, Object> object, Class<T> type) {
        try {
            return MAPPER.convertValue(object, type);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("another build asked for it in a way that this one does not know: "
                    + (e.getCause() instanceof JsonProcessingException json ? json.getOriginalMessage() : e));
        }
    }

    /**
     * Reads a request's body, whose members are those of the type and no others; an empty one stands for no members.
     *
     * @throws UserErrorException says what is wrong, without the text: it is the caller's own
     */
    public static <T> T body(byte[] json, Class<T> type) {
        try {
            T value = read(json.length == 0 ? NOTHING : json, type);
            if (value != null) {
                return value;
            }
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new UserErrorException("there is no member \"%s\"; there are %s"
                    .formatted(e.getPropertyName(), known.isEmpty() ? "none" : known));
        } catch (IOException e) {
            // a rule of the record's own says more
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UserErrorException said) {
                    throw said;
                }
            }
        }
        throw new UserErrorException("the body must be a JSON object of members of the right types");
    }
}
