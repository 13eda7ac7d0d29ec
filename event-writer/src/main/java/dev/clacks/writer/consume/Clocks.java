package dev.clacks.writer.consume;

import dev.clacks.common.time.SteadyClock;
import java.time.InstantSource;

/**
 * The two clocks of a loop, and the one rule: what is waited for, and how old an answer or a turn is, goes by the steady one, for the
 * system's clock may be set back by an hour, and then nothing would be due for an hour. The wall clock is for what is compared with
 * times of others, such as when a record was received, and for what is stored or shown.
 *
 * @param wall what time it is
 * @param steady how much time has passed
 */
public record Clocks(InstantSource wall, InstantSource steady) {

    /** Those of this process. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), new SteadyClock());
    }
}
