package dev.clacks.bench.cli;

import dev.clacks.bench.client.CapturedRequest;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.app.UserErrorException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The arguments that say which server to call and as whom: by hand, or from the pipeline that runs on a data folder. */
public final class TargetArguments {

    /** Where {@code up} keeps its data unless told otherwise, below the checkout that the launcher names. */
    public static Path defaultData() {
        return Path.of(System.getProperty("clacks.home", "."), ".clacks")
                .toAbsolutePath()
                .normalize();
    }

    private TargetArguments() {}

    /** Declares {@code --data}. */
    public static void declareData(Subparser parser) {
        parser.addArgument("--data")
                .metavar("DIR")
                .help("data folder of the pipeline that ./clacks up runs (default: .clacks in the checkout)");
    }

    /** The folder that {@code --data} names. */
    public static Path data(Namespace arguments) {
        @Nullable String data = arguments.getString("data");
        return data == null ? defaultData() : Path.of(data).toAbsolutePath().normalize();
    }

    /** Declares all of them. */
    public static void declare(Subparser parser) {
        declareData(parser);
        parser.addArgument("--url").metavar("URL").help("the server, such as https://telemetry.example.com");
        parser.addArgument("--org").metavar("NAME").help("organisation: its id or its UUID");
        parser.addArgument("--app").metavar("NAME").help("application: its id or its UUID");
        parser.addArgument("--token").metavar("TOKEN").help("API token (the SDK's dialect sends none)");
        parser.addArgument("--secret").metavar("SECRET").help("HMAC secret, as it was shown to you");
        parser.addArgument("--dialect")
                .choices("sdk", "documented", "batch")
                .setDefault("sdk")
                .help(
                        "sdk: nonce and no token; documented: token and no nonce; batch: the same at /events/batch (default: sdk)");
    }

    /** The dialect that was asked for. */
    public static Dialect dialect(Namespace arguments) {
        return Dialect.of(arguments.getString("dialect"));
    }

    /**
     * The server that was named; where nothing of it was, the pipeline of the data folder.
     *
     * @throws UserErrorException where only a part was given, or no pipeline runs
     */
    public static Target target(Namespace arguments, Dialect dialect) {
        boolean named = List.of("url", "org", "app", "token", "secret").stream()
                .anyMatch(name -> arguments.getString(name) != null);
        if (!named) {
            return RunningStack.read(data(arguments)).target();
        }
        var missing = new ArrayList<String>();
        String url = value(arguments, "url", true, missing);
        String org = value(arguments, "org", dialect != Dialect.BATCH, missing);
        String app = value(arguments, "app", dialect != Dialect.BATCH, missing);
        String token = value(arguments, "token", dialect != Dialect.SDK, missing);
        String secret = value(arguments, "secret", true, missing);
        if (!missing.isEmpty()) {
            throw new UserErrorException("to call a server of your choice, give also " + String.join(", ", missing));
        }
        return new Target(address(url), org, app, token, secret);
    }

    /**
     * The server for a request that was signed elsewhere.
     *
     * @param names whom the request itself addresses; null where that is not known
     */
    public static Target unsigned(Namespace arguments, CapturedRequest.@Nullable Names names) {
        @Nullable String url = arguments.getString("url");
        Target running = url == null ? RunningStack.read(data(arguments)).target() : null;
        @Nullable String org = arguments.getString("org");
        @Nullable String app = arguments.getString("app");
        @Nullable String token = arguments.getString("token");
        if (names == null && running == null && (org == null || app == null)) {
            throw new UserErrorException(
                    "say whom the request addresses: --org and --app, or a request line in --headers");
        }
        String ofOrg = names != null ? names.org() : running != null ? running.org() : "";
        String ofApp = names != null ? names.app() : running != null ? running.app() : "";
        return new Target(
                running != null ? running.url() : address(String.valueOf(url)),
                org == null ? ofOrg : org,
                app == null ? ofApp : app,
                token != null ? token : running == null ? "" : running.token(),
                "");
    }

    private static URI address(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("--url must look like http://host:3000, not " + url);
        }
    }

    private static String value(Namespace arguments, String name, boolean needed, List<String> missing) {
        @Nullable String value = arguments.getString(name);
        if (value == null || value.isEmpty()) {
            if (needed) {
                missing.add("--" + name);
            }
            return "";
        }
        return value;
    }
}
