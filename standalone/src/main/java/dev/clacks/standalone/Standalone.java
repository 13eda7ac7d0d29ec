package dev.clacks.standalone;

import dev.clacks.bench.cli.CommandLine;
import dev.clacks.bench.stack.Service;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The program: {@code ./clacks up}, {@code demo}, and the services' own commands. */
public final class Standalone {

    private Standalone() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        Path home =
                Path.of(System.getProperty("clacks.home", ".")).toAbsolutePath().normalize();
        boolean service = arguments.length > 0
                && Stream.of(Service.values()).anyMatch(each -> each.module().equals(arguments[0]));
        if (service) {
            // A service's own arguments are its own affair, so they do not pass through this program's parser.
            return new ServiceCommand(home, Service.of(arguments[0]), System.err)
                    .run(List.of(arguments).subList(1, arguments.length));
        }
        var commands = List.of(
                new UpCommand(home, System.out),
                new DemoCommand(home, InstantSource.system(), System.out),
                new TrainCommand(home));
        return new CommandLine("./clacks", commands, System.err).run(arguments);
    }
}
