package dev.clacks.standalone.stack;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.bench.stack.Service;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.standalone.data.Secrets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment variables that tell a service, or a command of it, where everything is: the same names as in production.
 *
 * @param database host and port of PostgreSQL
 * @param kafka bootstrap servers
 * @param s3 the object store
 * @param secrets passwords and keys
 */
public record ServiceEnvironment(String database, String kafka, RunningStack.S3 s3, Secrets secrets) {

    /** That of a running pipeline. */
    public static ServiceEnvironment of(RunningStack stack, Secrets secrets) {
        String jdbc = DatabaseUrl.parse(stack.postgresUrl()).jdbcUrl();
        String database = jdbc.substring("jdbc:postgresql://".length(), jdbc.lastIndexOf('/'));
        return new ServiceEnvironment(database, stack.kafkaBootstrap(), stack.s3(), secrets);
    }

    /** What a service is told; the ports of a server come on top. */
    public Map<String, String> of(Service service) {
        var all = new TreeMap<String, String>();
        all.put("DATABASE_URL", url(Database.login(service), secrets.services()));
        all.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        all.put("ADMIN_TOKEN", secrets.adminToken());
        all.put("HOST", "127.0.0.1");
        if (service == Service.INGEST_API) {
            all.put("MIGRATIONS_DATABASE_URL", url(Database.OWNER, secrets.owner()));
        }
        if (service == Service.ARCHIVER) {
            all.put("S3_ENDPOINT", s3.endpoint());
            all.put("S3_BUCKET", s3.bucket());
            all.put("S3_REGION", "us-east-1");
            all.put("AWS_ACCESS_KEY_ID", s3.accessKey());
            all.put("AWS_SECRET_ACCESS_KEY", s3.secretKey());
        }
        return all;
    }

    private String url(String user, String password) {
        return "postgresql://" + user + ":" + password + "@" + database + "/" + Database.NAME;
    }
}
