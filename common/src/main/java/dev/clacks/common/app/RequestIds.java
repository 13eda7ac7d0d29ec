package dev.clacks.common.app;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Ids of requests: the client's own, where that is 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}, else a new one. */
public final class RequestIds {

    /** The header that has it, of requests and answers. */
    public static final String HEADER = "X-Request-Id";

    /** The request's attribute that holds it. */
    public static final String ATTRIBUTE = RequestIds.class.getName();

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Tells this process from others: random, since ids are to be told apart and not to be kept secret. */
    private static final String PROCESS =
            Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 44));

    private static final AtomicLong COUNT = new AtomicLong();

    private RequestIds() {}

    /** The id of a request, for whoever keeps it. */
    public static String of(List<String> sent) {
        return sent.size() == 1 && FORM.matcher(sent.getFirst()).matches()
                ? sent.getFirst()
                : PROCESS + "-" + Long.toHexString(COUNT.incrementAndGet());
    }
}
