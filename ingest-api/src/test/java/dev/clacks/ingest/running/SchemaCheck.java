package dev.clacks.ingest.running;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares JSON with a schema of an OpenAPI document, as far as our documents say anything: types, enumerations, members that
 * are required, members that are not described, and so on within.
 */
final class SchemaCheck {

    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What a reference leads to; anything else is itself. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Where the value is not what the schema says; empty where it is. */
    List<String> faults(JsonNode schema, JsonNode value) {
        var faults = new ArrayList<String>();
        look(schema, value, "", faults);
        return faults;
    }

    private void look(JsonNode described, JsonNode value, String at, List<String> faults) {
        JsonNode schema = resolve(described);
        if (schema.has("oneOf")) {
            long fitting = schema.get("oneOf")
                    .valueStream()
                    .filter(one -> faults(one, value).isEmpty())
                    .count();
            if (fitting != 1) {
                faults.add(at + " fits " + fitting + " of what it may be one of: " + value);
            }
            return;
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            faults.add(at + " is none of " + schema.get("enum") + ": " + value);
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            faults.add(at + " is not " + schema.get("const") + ": " + value);
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            faults.add(at + " is no " + schema.get("type") + ": " + value);
            return;
        }
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                faults.add(at + "/" + name.asText() + " is missing");
            }
        });
        if (schema.has("properties")) {
            for (var member : value.properties()) {
                String where = at + "/" + member.getKey();
                JsonNode known = schema.get("properties").get(member.getKey());
                JsonNode others = schema.path("additionalProperties");
                if (known == null && !others.isObject()) {
                    faults.add(where + " is not described");
                } else {
                    look(known == null ? others : known, member.getValue(), where, faults);
                }
            }
        }
        for (int i = 0; schema.has("items") && i < value.size(); i++) {
            look(schema.get("items"), value.get(i), at + "/" + i, faults);
        }
    }

    private static boolean hasType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            return types.valueStream().anyMatch(type -> hasType(type, value));
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalStateException("no type of JSON: " + types);
        };
    }
}
