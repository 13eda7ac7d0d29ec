package dev.clacks.common.event;

import org.jspecify.annotations.Nullable;

/**
 * The first fault of the event being scanned. Later ones are not looked for: after a fault, and outside any event, only
 * the grammar matters.
 */
final class Verdict {

    private boolean checking;
    private Member near = Member.WHOLE;
    private @Nullable Rejection rejection;

    /** Begins an event: no fault yet. */
    void begin() {
        checking = true;
        near = Member.WHOLE;
        rejection = null;
    }

    /** Ends the looking for faults, without one being recorded. */
    void stop() {
        checking = false;
    }

    /** Whether the rules still matter here. */
    boolean checking() {
        return checking;
    }

    /** Says which member is being read, for faults that are found in the depth of its value. */
    void near(Member member) {
        near = member;
    }

    /** Records a fault of the member being read; the first of an event counts. */
    void fault(RejectionCode code, String message) {
        fault(code, near, message);
    }

    /** Records a fault of {@code member}; the first of an event counts. */
    void fault(RejectionCode code, Member member, String message) {
        if (checking) {
            checking = false;
            rejection = new Rejection(code, member.path(), message);
        }
    }

    /** Records a fault that counts whatever was found before. */
    void overrule(RejectionCode code, String message) {
        checking = false;
        rejection = new Rejection(code, "", message);
    }

    /** The fault, or null where the event has none so far. */
    @Nullable
    Rejection rejection() {
        return rejection;
    }
}
