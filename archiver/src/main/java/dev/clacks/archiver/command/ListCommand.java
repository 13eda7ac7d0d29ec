package dev.clacks.archiver.command;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.run.ArchiveSession;
import java.io.PrintStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code list}: the runs, the latest day first. */
public final class ListCommand extends ArchiverCommand {

    private static final String RUNS = """
            SELECT day, retention_days, part, state, coalesce(rows, 0), coalesce(bytes, 0), copies_dropped, coalesce(error, '')
            FROM archive_runs ORDER BY day DESC, retention_days, part LIMIT ?
            """;
    private static final int DEFAULT_LIMIT = 100;

    public ListCommand() {
        super("list", "Lists what is in the archive and what is on its way there");
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("--limit")
                .type(Integer.class)
                .choices(Arguments.range(1, 1_000_000))
                .setDefault(DEFAULT_LIMIT)
                .metavar("N")
                .help("at most so many lines (default: " + DEFAULT_LIMIT + ")");
        super.configure(parser);
    }

    @Override
    void run(Namespace arguments, ArchiverSettings settings) throws Exception {
        PrintStream out = System.out;
        try (ArchiveSession session = ArchiveSession.open(settings.databaseUrl());
                PreparedStatement select = session.connection().prepareStatement(RUNS)) {
            select.setInt(1, arguments.getInt("limit"));
            out.printf(
                    "%-10s  %5s  %4s  %-9s  %12s  %14s  %8s  %s%n",
                    "day", "class", "part", "state", "rows", "bytes", "copies", "error");
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    out.printf(
                            "%-10s  %5d  %4d  %-9s  %,12d  %,14d  %,8d  %s%n",
                            row.getString(1),
                            row.getInt(2),
                            row.getInt(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getLong(7),
                            row.getString(8));
                }
            }
        }
    }
}
