package dev.clacks.common.event;

import java.util.List;

/**
 * The events of one request body, in the order sent.
 *
 * @param events every event, accepted or not; at least one. An unmodifiable list
 * @param accepted how many of them have no rejection
 * @param rejected how many have one; {@code accepted + rejected} is the size of the list
 */
public record ScannedBatch(List<ScannedEvent> events, int accepted, int rejected) {}
