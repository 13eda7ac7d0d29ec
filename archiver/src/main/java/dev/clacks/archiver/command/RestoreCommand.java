package dev.clacks.archiver.command;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.restore.Restoration;
import dev.clacks.archiver.restore.RestoreTarget;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.common.admin.Actor;
import dev.clacks.common.app.UserErrorException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code restore}: archived days back into a table of their own, verified. */
public final class RestoreCommand extends ArchiverCommand {

    public RestoreCommand() {
        super("restore", "Puts archived days back into a table of their own");
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("--from").required(true).metavar("DAY").help("the first day, such as 2026-03-01");
        parser.addArgument("--to").metavar("DAY").help("the last day (default: the first)");
        parser.addArgument("--table")
                .required(true)
                .metavar("NAME")
                .help(
                        "the new table's name in the schema partitions: letters, digits, underscores; begins with restored_");
        parser.addArgument("--dry-run")
                .action(Arguments.storeTrue())
                .help("only say which objects would be read and how many rows they hold");
        super.configure(parser);
    }

    @Override
    void run(Namespace arguments, ArchiverSettings settings) throws Exception {
        LocalDate from = day(arguments.getString("from"));
        LocalDate to = arguments.getString("to") == null ? from : day(arguments.getString("to"));
        if (to.isBefore(from)) {
            throw new UserErrorException("--to %s lies before --from %s".formatted(to, from));
        }
        var target = RestoreTarget.of(arguments.getString("table"));
        try (ArchiveSession session = ArchiveSession.open(settings.databaseUrl());
                var store = new S3ObjectStore(settings.s3())) {
            var restoration = new Restoration(
                    session.connection(),
                    store,
                    settings.archive(),
                    new Pulse(InstantSource.system()),
                    new PrintedProgress(System.out));
            if (arguments.getBoolean("dry_run")) {
                restoration.describe(from, to);
            } else {
                restoration.restore(Actor.operatingSystemUser(), from, to, target);
            }
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new UserErrorException("a day is written as 2026-03-01, not " + text);
        }
    }
}
