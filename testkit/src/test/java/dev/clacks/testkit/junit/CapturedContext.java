package dev.clacks.testkit.junit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the class's context, for tests that call an extension's callbacks themselves. */
final class CapturedContext implements BeforeAllCallback {
    private @Nullable ExtensionContext context;

    @Override
    public void beforeAll(ExtensionContext given) {
        context = given;
    }

    ExtensionContext get() {
        return requireNonNull(context);
    }
}
