package dev.clacks.common.event;

/**
 * The first rule that an event breaks.
 *
 * @param code which rule
 * @param field the path of the member at fault, such as {@code service.name}; empty when it is the whole event. Only the
 *     names of known members appear here, never a key of the client's own
 * @param message one sentence for the client's developer; never a value from the event, so that it may be logged
 */
public record Rejection(RejectionCode code, String field, String message) {}
