package dev.clacks.ingest.server;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.ingest.config.DatabaseSettings;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/**
 * The few connections for what the door asks of PostgreSQL. It is built without connecting, so that the door starts while
 * PostgreSQL is away, and nobody waits long for a connection.
 */
public final class Pool extends DataSource {

    /** A connection that says nothing for so long is given up. */
    static final int SOCKET_SECONDS = 10;

    /** PostgreSQL ends a statement a little before the connection is given up: what nobody waits for must not run on there. */
    public static final int STATEMENT_SECONDS = SOCKET_SECONDS - 1;

    private Pool(PoolProperties properties) {
        super(properties);
    }

    public static Pool of(DatabaseSettings settings) {
        DatabaseUrl address = settings.address();
        var properties = new PoolProperties();
        properties.setDriverClassName("org.postgresql.Driver");
        properties.setUrl(address.jdbcUrl());
        properties.setUsername(address.user());
        properties.setPassword(address.password());
        // details of errors quote rows, secrets included: they must not reach a log
        properties.setConnectionProperties(
                "connectTimeout=3;socketTimeout=%d;tcpKeepAlive=true;ApplicationName=ingest-api;logServerErrorDetail=false"
                        .formatted(SOCKET_SECONDS));
        // not an option of the connection's start: poolers refuse those that they do not know
        properties.setInitSQL("SET statement_timeout = '" + STATEMENT_SECONDS + "s'");
        properties.setInitialSize(0);
        properties.setMinIdle(0);
        properties.setMaxIdle(settings.connections());
        properties.setMaxActive(settings.connections());
        properties.setMaxWait(2_000);
        properties.setTestOnBorrow(true);
        properties.setValidationInterval(1_000);
        properties.setValidationQuery("SELECT 1");
        properties.setValidationQueryTimeout(2);
        properties.setMinEvictableIdleTimeMillis(60_000);
        properties.setRollbackOnReturn(true);
        // whoever left a connection in the middle of a transaction: the next one gets it as new
        properties.setDefaultAutoCommit(true);
        properties.setJdbcInterceptors("ConnectionState");
        properties.setJmxEnabled(false);
        return new Pool(properties);
    }
}
