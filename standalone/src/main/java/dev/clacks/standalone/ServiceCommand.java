package dev.clacks.standalone;

import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.bench.stack.Service;
import dev.clacks.common.app.CommandErrors;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.standalone.data.DataFolder;
import dev.clacks.standalone.data.Secrets;
import dev.clacks.standalone.stack.ServiceEnvironment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Runs a service's own command: where no configuration file is among its arguments, with the environment of the pipeline
 * that runs on the data folder.
 */
final class ServiceCommand {

    private static final String DATA = "--data";

    /** The services' options that take no value; {@code --} ends options. */
    private static final Set<String> FLAGS = Set.of("--dry-run", "--json", "--yes", "--groups", "--deadly");

    /** Whoever calls a command reads what it logs: plain text, on standard error. */
    private static final String APPENDERS = "CLACKS_LOGGING_APPENDERS";

    private static final String PLAIN = "[{\"type\":\"console\",\"target\":\"stderr\"}]";

    private final Path home;
    private final Service service;
    private final PrintStream err;

    ServiceCommand(Path home, Service service, PrintStream err) {
        this.home = home;
        this.service = service;
        this.err = err;
    }

    /** The exit code is the command's own. */
    int run(List<String> arguments) {
        try {
            var own = new ArrayList<String>();
            Path data = takeData(arguments, own);
            if (own.isEmpty()) {
                err.println("usage: ./clacks %s [--data DIR] COMMAND [ARGUMENTS] [CONFIGURATION.yml]"
                        .formatted(service.module()));
                err.println("error: which command? ./clacks %s --help lists them".formatted(service.module()));
                return 2;
            }
            return run(own, needsNoPipeline(own) ? Map.of() : environment(data));
        } catch (IOException | RuntimeException e) {
            CommandErrors.print(e, err);
            return CommandErrors.exitCode(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Path takeData(List<String> arguments, List<String> others) {
        Path data = TargetArguments.defaultData();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(DATA)) {
                if (++i == arguments.size()) {
                    throw new UserErrorException(DATA + " needs a folder");
                }
                data = Path.of(arguments.get(i));
            } else if (argument.startsWith(DATA + "=")) {
                data = Path.of(argument.substring(DATA.length() + 1));
            } else {
                others.add(argument);
            }
        }
        return data.toAbsolutePath().normalize();
    }

    private static boolean needsNoPipeline(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.matches("-h|--help|-v|--version"))
                || namesConfiguration(arguments, Files::isRegularFile);
    }

    /**
     * Whether a configuration file is among the arguments: a file that there is, or the last argument, where the service wants it
     * and says that it is missing; but not an option's value, which may be called like one.
     */
    static boolean namesConfiguration(List<String> arguments, Predicate<Path> file) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String before = i == 0 ? "" : arguments.get(i - 1);
            boolean value = before.startsWith("--") && !before.contains("=") && !isFlag(before);
            boolean last = i == arguments.size() - 1;
            if (!value && argument.matches("[^-].*\\.ya?ml") && (last || file.test(Path.of(argument)))) {
                return true;
            }
        }
        return false;
    }

    /** Also abbreviated, as argparse4j takes it. */
    private static boolean isFlag(String option) {
        return option.equals("--") || (option.length() > 2 && FLAGS.stream().anyMatch(flag -> flag.startsWith(option)));
    }

    private Map<String, String> environment(Path data) throws IOException {
        RunningStack stack = RunningStack.read(data);
        Map<String, String> environment =
                ServiceEnvironment.of(stack, Secrets.read(new DataFolder(data))).of(service);
        if (System.getenv(APPENDERS) == null) {
            environment.put(APPENDERS, PLAIN);
        }
        if (service == Service.INGEST_API) {
            environment.put("CLACKS_ADMIN_PUBLIC_URL", stack.ingestUrl()); // for the examples of a new application
        }
        return environment;
    }

    private int run(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        Process process =
                process(home, service, arguments, environment).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    /** The process of a command of a service, to be started. */
    static ProcessBuilder process(Path home, Service service, List<String> arguments, Map<String, String> environment) {
        List<String> command = service.command(home, arguments);
        // It lives for seconds: the second compiler would not earn its keep.
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.add(2, "-Dclacks.terminal=" + System.getProperty("clacks.terminal", "false"));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }
}
