package dev.clacks.ingest.request;

import org.jspecify.annotations.Nullable;

/** Whom a batch is addressed to. */
public sealed interface Target {

    /** The path without its names, for metrics. */
    String route();

    /** {@code /v1/ingest/{first}/{second}}: organisation and application, or application and any label. */
    record Path(String first, String second) implements Target {
        /** Whether both are UUIDs: all that the crate 0.3.0 can send to. */
        public boolean uuids() {
            return Names.isUuid(first) && Names.isUuid(second);
        }

        @Override
        public String route() {
            return "/v1/ingest";
        }
    }

    /** {@code /events/batch}: the application that owns the bearer token. */
    record TokenOwner() implements Target {
        @Override
        public String route() {
            return BATCH;
        }
    }

    String INGEST = "/v1/ingest/";
    String BATCH = "/events/batch";

    /** The target of a decoded path, or null where batches cannot be sent there. */
    static @Nullable Target of(String path) {
        if (path.equals(BATCH)) {
            return new TokenOwner();
        }
        return path.startsWith(INGEST) ? pair(path, INGEST.length()) : null;
    }

    /** The two ids that follow {@code from} in the path, or null where that is not two ids. */
    static @Nullable Path pair(String path, int from) {
        int slash = path.indexOf('/', from);
        if (slash < 0) {
            return null;
        }
        String first = path.substring(from, slash);
        String second = path.substring(slash + 1);
        return Names.isId(first) && Names.isId(second) ? new Path(first, second) : null;
    }
}
