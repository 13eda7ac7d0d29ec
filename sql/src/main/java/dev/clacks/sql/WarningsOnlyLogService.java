package dev.clacks.sql;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;

/**
 * Passes Liquibase's warnings and errors on to the platform's log, without the stack traces that the exception bears anyhow, and drops
 * its narration. Stateless.
 */
final class WarningsOnlyLogService extends AbstractLogService {
    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE; // chosen by the Migrator alone, never found by Liquibase
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Logger getLog(Class source) {
        return new WarningsOnly(System.getLogger(source.getName()));
    }

    @SuppressWarnings("try") // Liquibase's logger is closeable; there is nothing to close here
    private static final class WarningsOnly extends AbstractLogger {
        private final System.Logger target;

        WarningsOnly(System.Logger target) {
            this.target = target;
        }

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
            // Liquibase writes what nobody is meant to read with the level OFF, the highest of all.
            if (level.intValue() >= Level.WARNING.intValue() && !level.equals(Level.OFF)) {
                target.log(System.Logger.Level.WARNING, message);
            }
        }
    }
}
