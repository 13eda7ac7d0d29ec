package dev.clacks.bench;

import dev.clacks.bench.cli.CommandLine;
import dev.clacks.bench.load.LoadCommand;
import dev.clacks.bench.load.RecoveryCommand;
import java.time.InstantSource;
import java.util.List;

/** The program: {@code ./clacks send}, {@code load}, {@code recovery}. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        InstantSource clock = InstantSource.system();
        var commands = List.of(
                new SendCommand(clock, System.out),
                new LoadCommand(clock, System.out),
                new RecoveryCommand(clock, System.out));
        System.exit(new CommandLine("./clacks", commands, System.err).run(arguments));
    }
}
