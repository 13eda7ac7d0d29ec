package dev.clacks.common.app;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the settings that environment variables override: {@code kafka.bootstrapServers} is
 * {@code CLACKS_KAFKA_BOOTSTRAP_SERVERS}. Known are the keys of the settings records and those that stand in the YAML.
 * Other variables that happen to start with {@code CLACKS_} are left alone: orchestrators inject such ones for every
 * service of a like name.
 */
final class EnvironmentOverrides {

    private static final String PREFIX = "CLACKS_";

    private final ObjectMapper mapper;

    EnvironmentOverrides(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** From dotted key to value, for the variables that are set and name a key. */
    Map<String, String> of(JsonNode yaml, Class<?> type, Map<String, String> environment) {
        var keys = new TreeSet<String>();
        keysOf(yaml, "", keys);
        keysOf(mapper.constructType(type), "", keys, new HashSet<>());
        var overrides = new TreeMap<String, String>();
        for (String key : keys) {
            @Nullable String value = environment.get(variable(key));
            if (value != null) {
                overrides.put(key, value);
            }
        }
        return overrides;
    }

    /** The variable that sets a dotted key. */
    static String variable(String key) {
        String words = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
        return PREFIX + words.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static void keysOf(JsonNode node, String path, Set<String> keys) {
        for (var member : node.properties()) {
            String key = path + member.getKey();
            if (member.getValue().isObject()) {
                keysOf(member.getValue(), key + ".", keys);
            } else if (!member.getValue().isArray()) {
                keys.add(key);
            }
        }
    }

    private void keysOf(JavaType type, String path, Set<String> keys, Set<JavaType> above) {
        if (!type.getRawClass().getName().startsWith("dev.clacks.") || type.isEnumType() || !above.add(type)) {
            if (!path.isEmpty()) {
                keys.add(path.substring(0, path.length() - 1));
            }
            return;
        }
        for (var property : mapper.getDeserializationConfig().introspect(type).findProperties()) {
            if (property.hasGetter() || property.hasField() || property.hasConstructorParameter()) {
                keysOf(property.getPrimaryType(), path + property.getName() + ".", keys, above);
            }
        }
        above.remove(type);
    }
}
