package dev.clacks.common.app;

/** A man is not dead while his name is still spoken: every answer bears this header. */
public final class SpokenName {

    public static final String HEADER = "X-Clacks-Overhead";
    public static final String VALUE = "GNU Terry Pratchett";

    private SpokenName() {}
}
