package dev.clacks.common.app;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets environment variables override settings: {@code kafka.bootstrapServers} is {@code CLACKS_KAFKA_BOOTSTRAP_SERVERS}, and
 * {@code server.adminConnectors[0].port} is {@code CLACKS_SERVER_ADMIN_CONNECTORS_0_PORT}. A list or a map is given whole, as
 * JSON; a list of texts also separated by commas. Known are the keys of the settings records and those that stand in the
 * YAML. Other variables that happen to start with {@code CLACKS_} are left alone: orchestrators inject such ones for every
 * service of a like name.
 */
final class EnvironmentOverrides {

    private static final String PREFIX = "CLACKS_";

    /** What a variable's text stands for. */
    private enum Kind {
        SCALAR,
        LIST,
        MAP
    }

    private final ObjectMapper mapper;

    EnvironmentOverrides(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Sets in {@code yaml} what the variables say.
     *
     * @param type the record or class that the YAML is read into
     * @throws IllegalArgumentException when a list or map is no JSON; the message names the variable
     */
    void apply(ObjectNode yaml, Class<?> type, Map<String, String> environment) {
        var keys = new TreeMap<String, Kind>();
        keysOf(yaml, JsonPointer.empty(), keys);
        keysOf(mapper.constructType(type), JsonPointer.empty(), keys, new HashSet<>());
        keys.forEach((key, kind) -> {
            JsonPointer pointer = JsonPointer.compile(key);
            String text = environment.get(variable(pointer));
            if (text != null) {
                set(yaml, pointer, value(variable(pointer), text, kind));
            }
        });
    }

    /** The variable that sets a key. */
    static String variable(JsonPointer key) {
        var words = new StringBuilder();
        for (JsonPointer at = key; !at.matches(); at = at.tail()) {
            String word = at.getMatchingProperty().replaceAll("([a-z0-9])([A-Z])", "$1_$2");
            words.append('_').append(word.replaceAll("[^A-Za-z0-9]", "_"));
        }
        return PREFIX + words.substring(1).toUpperCase(Locale.ROOT);
    }

    private JsonNode value(String variable, String text, Kind kind) {
        if (kind == Kind.SCALAR) {
            return TextNode.valueOf(text);
        }
        if (kind == Kind.LIST && !text.strip().startsWith("[")) {
            ArrayNode list = mapper.createArrayNode();
            for (String element : text.isBlank() ? new String[0] : text.split(",", -1)) {
                list.add(element.strip());
            }
            return list;
        }
        try {
            JsonNode json = mapper.readTree(text);
            if (kind == Kind.LIST ? json.isArray() : json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Said below; the text itself may be a secret.
        }
        throw new IllegalArgumentException("the environment variable " + variable + " must be "
                + (kind == Kind.LIST ? "a JSON array, or texts separated by commas" : "a JSON object"));
    }

    private static void set(ObjectNode yaml, JsonPointer key, JsonNode value) {
        if (yaml.at(key.head()) instanceof ArrayNode list) {
            list.set(key.last().getMatchingIndex(), value);
        } else {
            yaml.withObject(key.head()).set(key.last().getMatchingProperty(), value);
        }
    }

    private static void keysOf(JsonNode node, JsonPointer at, Map<String, Kind> keys) {
        if (node.isObject()) {
            for (var member : node.properties()) {
                keysOf(member.getValue(), at.appendProperty(member.getKey()), keys);
            }
        } else if (node.isArray()) {
            keys.put(at.toString(), Kind.LIST);
            for (int i = 0; i < node.size(); i++) {
                keysOf(node.get(i), at.appendIndex(i), keys);
            }
        } else {
            keys.put(at.toString(), Kind.SCALAR);
        }
    }

    private void keysOf(JavaType type, JsonPointer at, Map<String, Kind> keys, Set<JavaType> above) {
        boolean isRecord = type.getRawClass().getName().startsWith("dev.clacks.") && !type.isEnumType();
        if (!isRecord && at.matches()) {
            return;
        }
        if (!isRecord || !above.add(type)) {
            Kind kind = type.isCollectionLikeType() || type.isArrayType()
                    ? Kind.LIST
                    : type.isMapLikeType() ? Kind.MAP : Kind.SCALAR;
            if (kind == Kind.SCALAR) {
                keys.putIfAbsent(at.toString(), kind);
            } else {
                keys.put(at.toString(), kind);
            }
            return;
        }
        for (var property : mapper.getDeserializationConfig().introspect(type).findProperties()) {
            if (property.hasGetter() || property.hasField() || property.hasConstructorParameter()) {
                keysOf(property.getPrimaryType(), at.appendProperty(property.getName()), keys, above);
            }
        }
        above.remove(type);
    }
}
