package dev.clacks.bench;

import dev.clacks.bench.cli.CommandLine;
import dev.clacks.bench.drain.DrainCommand;
import dev.clacks.bench.latency.LatencyCommand;
import dev.clacks.bench.load.LoadCommand;
import dev.clacks.bench.load.RecoveryCommand;
import dev.clacks.bench.write.WriteCommand;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** The program: {@code ./clacks send}, {@code doctor}, {@code load}, {@code recovery}, and what {@code ./clacks bench} measures. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(
                arguments.length > 0 && arguments[0].equals("bench")
                        ? measure(Arrays.copyOfRange(arguments, 1, arguments.length))
                        : drive(arguments));
    }

    /** Measures on servers of its own. */
    private static int measure(String... arguments) {
        InstantSource clock = InstantSource.system();
        var commands = List.of(
                new WriteCommand(System.out),
                new DrainCommand(clock, System.out),
                new LatencyCommand(clock, System.out));
        return new CommandLine("./clacks bench", commands, System.err).run(arguments);
    }

    /** Drives a server that runs. */
    private static int drive(String... arguments) {
        InstantSource clock = InstantSource.system();
        var commands = List.of(
                new SendCommand(clock, System.out),
                new DoctorCommand(clock, System.out),
                new LoadCommand(clock, System.out),
                new RecoveryCommand(clock, System.out));
        return new CommandLine("./clacks", commands, System.err).run(arguments);
    }
}
