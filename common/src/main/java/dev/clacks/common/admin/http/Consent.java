package dev.clacks.common.admin.http;

import dev.clacks.common.app.UserErrorException;
import org.jspecify.annotations.Nullable;

/** What cannot be taken back wants to be told twice: a body has a member {@code dry_run} or {@code yes}. */
public final class Consent {

    private Consent() {}

    /**
     * Whether it is to be shown only; that wins over a yes.
     *
     * @throws UserErrorException where neither is said
     */
    public static boolean isDryRun(@Nullable Boolean dryRun, @Nullable Boolean yes) {
        boolean shown = Boolean.TRUE.equals(dryRun);
        if (!shown && !Boolean.TRUE.equals(yes)) {
            throw new UserErrorException("say dry_run to see what it means, or yes to do it");
        }
        return shown;
    }
}
