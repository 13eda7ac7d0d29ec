package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By a store that looks at its source once a day, and when somebody unknown calls. */
final class BearerAuthenticatorTest {

    private static final KnownApplication APPLICATION =
            new KnownApplication("org", "org-uuid", "app", "app-uuid", "free", false, false, List.of());

    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final AtomicInteger looks = new AtomicInteger();
    private volatile Map<String, Token> tokens = Map.of();
    private final CredentialStore store = new CredentialStore(
            new Source(),
            new CredentialStore.Ages(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(2)),
            System::nanoTime,
            Await.LIMIT);
    private final ManagedLoop loop =
            new ManagedLoop("test", store, Duration.ofMinutes(1), Duration.ofSeconds(5), clock);
    private final BearerAuthenticator bearers = new BearerAuthenticator(store, clock);

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
    }

    @Test
    void aTokenThatIsNewHereIsWaitedFor() throws RefusedException {
        started();
        tokens = Map.of(Token.digest("new"), new Token(1, "app", Set.of(Token.READ), null));

        assertThat(bearers.authenticate(List.of("Bearer new")).application()).isEqualTo(APPLICATION);
    }

    @Test
    void whoSendsNoTokenOrADeadOneIsNobody() {
        tokens = Map.of(Token.digest("dead"), new Token(1, "app", Set.of(Token.READ), clock.instant()));
        started();

        int before = looks.get();
        assertRefused(Code.UNAUTHORIZED, List.of());
        assertRefused(Code.UNAUTHORIZED, List.of("Basic dTpw"));
        assertThat(looks).as("nothing to look for").hasValue(before);
        assertRefused(Code.UNAUTHORIZED, List.of("Bearer dead"));
    }

    @Test
    void withoutCredentialsNobodyIsToldThatHeIsUnknown() {
        assertRefused(Code.AUTH_UNAVAILABLE, List.of("Bearer any"));
    }

    private void assertRefused(Code code, List<String> authorization) {
        assertThatThrownBy(() -> bearers.authenticate(authorization))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private void started() {
        loop.start();
        Await.untilTrue("the first load", () -> store.current() != null);
        // after a load the store pauses, after a look that finds nothing new it does not
        store.refresh();
        Await.untilTrue("a look", () -> looks.get() > 0);
    }

    private final class Source implements CredentialSource {
        private Map<String, Token> seen = Map.of();

        @Override
        public Loaded load() {
            seen = tokens;
            return new Loaded(new Credentials(List.of(APPLICATION), seen), new Mark("1", 0, ""));
        }

        @Override
        public boolean changedSince(Loaded loaded) {
            boolean changed = !tokens.equals(seen);
            looks.incrementAndGet();
            return changed;
        }
    }
}
