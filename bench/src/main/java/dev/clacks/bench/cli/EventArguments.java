package dev.clacks.bench.cli;

import dev.clacks.bench.events.EventFile;
import dev.clacks.bench.events.EventSource;
import dev.clacks.bench.events.FreshEvents;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The arguments that say which events to send: those of a file, or generated ones. */
public final class EventArguments {

    private static final int MOST_EVENTS = 1_000_000;

    private EventArguments() {}

    /** Declares them. */
    public static void declare(Subparser parser) {
        parser.addArgument("file")
                .nargs("?")
                .help("a JSON array of events, {\"events\":[...]}, or one event a line; - for standard input");
        parser.addArgument("--generate")
                .type(Integer.class)
                .choices(Arguments.range(1, MOST_EVENTS))
                .metavar("N")
                .help("send N generated events instead of a file");
        parser.addArgument("--days")
                .type(Integer.class)
                .choices(Arguments.range(0, 90))
                .setDefault(0)
                .metavar("N")
                .help("spread the generated events over the last N days (default: 0, all of now)");
        parser.addArgument("--fresh")
                .action(Arguments.storeTrue())
                .help("give each event of the file a new event_id and the time of now");
    }

    /** The events: bytes as they stand in the file, or generated ones. */
    public static List<byte[]> events(Namespace arguments, InstantSource clock) throws IOException {
        @Nullable String file = arguments.getString("file");
        @Nullable Integer generate = arguments.getInt("generate");
        if ((file == null) == (generate == null)) {
            throw new UserErrorException("name a file of events, or say --generate N: one of the two");
        }
        if (generate != null) {
            Duration span = Duration.ofDays(arguments.getInt("days"));
            return new EventSource(ThreadLocalRandom.current().nextLong(), clock, span)
                    .next(generate).stream().map(TestEvent::bytes).toList();
        }
        byte[] content = "-".equals(file) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        List<byte[]> events = EventFile.events(content, "-".equals(file) ? "standard input" : file);
        return arguments.getBoolean("fresh") ? FreshEvents.of(events, clock) : events;
    }
}
