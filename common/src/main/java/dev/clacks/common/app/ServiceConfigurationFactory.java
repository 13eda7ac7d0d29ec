package dev.clacks.common.app;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML with {@code ${VARIABLE:-default}} substituted from the environment; takes the bundled default file where
 * none is named; lets {@code CLACKS_...} variables override any key (see {@link EnvironmentOverrides}). Unknown keys
 * are an error.
 */
final class ServiceConfigurationFactory<T> extends YamlConfigurationFactory<T> {

    private final Class<T> type;
    private final ObjectMapper objectMapper;
    private final String bundled;
    private final Map<String, String> environment;

    ServiceConfigurationFactory(
            Class<T> type,
            @Nullable Validator validator,
            ObjectMapper mapper,
            String prefix,
            String bundled,
            Map<String, String> environment) {
        super(type, validator, strict(mapper), prefix);
        this.type = type;
        this.objectMapper = mapper;
        this.bundled = bundled;
        this.environment = environment;
    }

    /** Dropwizard's own factory sets this too: an unknown key is a typing error, not a wish to be ignored. */
    private static ObjectMapper strict(ObjectMapper mapper) {
        return mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    @Override
    public T build() throws IOException, ConfigurationException {
        return build(new ResourceConfigurationSourceProvider(), bundled);
    }

    @Override
    public T build(ConfigurationSourceProvider provider, String path) throws IOException, ConfigurationException {
        return super.build(new SubstitutingSourceProvider(provider, new EnvironmentVariableSubstitutor(false)), path);
    }

    @Override
    protected T build(JsonNode node, String path) throws IOException, ConfigurationException {
        if (node instanceof ObjectNode yaml) {
            new EnvironmentOverrides(objectMapper).apply(yaml, type, environment);
        }
        return super.build(node, path);
    }
}
