package dev.clacks.bench.load;

/**
 * What a load consists of.
 *
 * @param connections senders at once
 * @param batches requests in all
 * @param size events a request
 * @param batchesPerSecond pace of all senders together; 0 for as fast as the answers come
 * @param seed of the generated events
 */
public record LoadPlan(int connections, int batches, int size, double batchesPerSecond, long seed) {}
