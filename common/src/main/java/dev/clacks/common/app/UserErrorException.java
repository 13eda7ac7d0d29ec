package dev.clacks.common.app;

/**
 * The user can mend this: the message says what is wrong and what to do, no stack trace is shown and the process ends
 * with code 2.
 */
public class UserErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserErrorException(String message) {
        super(message);
    }
}
