package dev.clacks.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one running pipeline for all of them: it is started for the first that asks and stopped after the last test. */
final class SharedPipeline implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pipeline.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedPipeline.class))
                .computeIfAbsent(Pipeline.class, type -> start(), Pipeline.class);
    }

    private static Pipeline start() {
        try {
            return Pipeline.start(ClacksProgram.newFolder("shared"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
