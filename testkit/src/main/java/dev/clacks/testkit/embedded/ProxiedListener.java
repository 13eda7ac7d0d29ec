package dev.clacks.testkit.embedded;

/**
 * A second door of the broker, for clients that reach it through a proxy. A Kafka client connects to the address that the
 * broker tells it, so the broker has to name the proxy.
 *
 * @param port where the broker listens, the proxy's target
 * @param advertisedPort where the proxy listens on 127.0.0.1
 */
public record ProxiedListener(int port, int advertisedPort) {}
