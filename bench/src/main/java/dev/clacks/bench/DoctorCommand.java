package dev.clacks.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clacks.bench.cli.Command;
import dev.clacks.bench.cli.EventArguments;
import dev.clacks.bench.cli.TargetArguments;
import dev.clacks.bench.client.Answer;
import dev.clacks.bench.client.CapturedRequest;
import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.DoctorClient;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.events.Batch;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** Has a request examined by the server's signature doctor and prints what it finds. */
final class DoctorCommand implements Command {

    private final InstantSource clock;
    private final PrintStream out;

    DoctorCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "ask the server what is wrong with a signed request, without sending its events;"
                + " exit code 0 when nothing is";
    }

    @Override
    public void arguments(Subparser parser) {
        EventArguments.declare(parser);
        parser.addArgument("--headers")
                .metavar("FILE")
                .help(
                        "instead of signing: the headers of a recorded request, one a line, perhaps after its request line");
        parser.addArgument("--body").metavar("FILE").help("the body of the recorded request, byte for byte");
        parser.addArgument("--admin-token")
                .metavar("TOKEN")
                .help("ask as the administrator (default: as the bearer of --token)");
        TargetArguments.declare(parser);
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        @Nullable String headers = arguments.getString("headers");
        @Nullable String body = arguments.getString("body");
        if ((headers == null) != (body == null)) {
            throw new UserErrorException("a recorded request is --headers FILE and --body FILE: give both");
        }
        @Nullable String adminToken = arguments.getString("admin_token");
        Answer answer;
        if (headers != null && body != null) {
            CapturedRequest captured = CapturedRequest.parse(Files.readString(Path.of(headers), ISO_8859_1), headers);
            byte[] bytes = Files.readAllBytes(Path.of(body));
            Target target = TargetArguments.unsigned(arguments, captured.path());
            requireProof(
                    target,
                    adminToken,
                    captured.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("Authorization")));
            answer = ask(target, adminToken, client -> client.examine(captured, bytes));
        } else {
            Dialect dialect = TargetArguments.dialect(arguments);
            List<byte[]> events = EventArguments.events(arguments, clock);
            Batch batch = Batch.of(events);
            Target target = TargetArguments.target(arguments, dialect);
            requireProof(target, adminToken, false);
            answer = ask(target, adminToken, client -> client.examine(dialect, batch.body(), batch.events(), clock));
        }
        return new DoctorReport(out).print(answer);
    }

    private interface Question {
        Answer put(DoctorClient client) throws IOException, InterruptedException;
    }

    private static Answer ask(Target target, @Nullable String adminToken, Question question)
            throws IOException, InterruptedException {
        try (var client = new DoctorClient(target, adminToken)) {
            return question.put(client);
        } catch (IOException e) {
            throw new IOException(
                    "no answer from %s: %s (is the server running there?)"
                            .formatted(
                                    target.url(),
                                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    e);
        }
    }

    private static void requireProof(Target target, @Nullable String adminToken, boolean sent) {
        if (adminToken == null && target.token().isEmpty() && !sent) {
            throw new UserErrorException(
                    "the doctor answers only who proves a token of the application (--token) or is the administrator"
                            + " (--admin-token)");
        }
    }
}
