package dev.clacks.standalone;

import dev.clacks.bench.cli.Command;
import dev.clacks.standalone.stack.AotTraining;
import java.nio.file.Path;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** A step of {@code ./clacks build}, not for users. */
final class TrainCommand implements Command {

    private final Path home;

    TrainCommand(Path home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "make the services' ahead-of-time caches (part of ./clacks build)";
    }

    @Override
    public void arguments(Subparser parser) {}

    @Override
    public int run(Namespace arguments) throws Exception {
        new AotTraining(home).run();
        return 0;
    }
}
