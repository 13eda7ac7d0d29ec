package dev.clacks.ingest.answer;

/**
 * How an error is written. The crate 0.3.0 and older cannot parse {@link #NESTED}; the SDK built from the repository
 * cannot parse {@link #FLAT}; everybody else gets the nested one.
 */
public enum Shape {
    /** {@code {"error":{"code":...,"message":...},"retry_after":...}}. */
    NESTED,
    /** {@code {"error":"<code>","message":...,"retry_after":...}}. */
    FLAT
}
