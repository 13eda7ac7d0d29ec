package dev.clacks.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one running pipeline for all of them, or what it took when it was ready: it is started for the first that asks and
 * stopped after the last test.
 */
final class SharedPipeline implements ParameterResolver {

    private record Started(Pipeline pipeline, IdleMemory idle) implements AutoCloseable {
        @Override
        public void close() {
            pipeline.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Pipeline.class || type == IdleMemory.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = context.getRoot()
                .getStore(Namespace.create(SharedPipeline.class))
                .computeIfAbsent(Started.class, type -> start(), Started.class);
        return parameter.getParameter().getType() == Pipeline.class ? started.pipeline : started.idle;
    }

    private static Started start() {
        try {
            Pipeline pipeline = Pipeline.start(ClacksProgram.newFolder("shared"));
            try {
                return new Started(pipeline, IdleMemory.of(pipeline));
            } catch (IOException e) {
                pipeline.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
