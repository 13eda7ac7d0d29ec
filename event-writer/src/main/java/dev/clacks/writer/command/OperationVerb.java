package dev.clacks.writer.command;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.Wish;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What replays and discards share: the dry run and the rate. They are resumed by a verb of its own. */
abstract class OperationVerb extends Verb {

    private final boolean needsYes;

    /**
     * An operation.
     *
     * @param needsYes whether it wants to be told twice
     */
    OperationVerb(String name, String help, String example, boolean needsYes) {
        super(name, help, example);
        this.needsYes = needsYes;
    }

    @Override
    final void configure(Subparser parser) {
        configureWish(parser);
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("only count what it would come to");
        if (needsYes) {
            parser.addArgument("--yes").action(Arguments.storeTrue()).help("do it");
        }
        parser.addArgument("--rate")
                .type(Integer.class)
                .choices(Arguments.range(0, Operator.HIGHEST_RATE))
                .metavar("N")
                .help("events a second at most (default: " + Operator.USUAL_RATE
                        + ", and for a dry run 0); 0: as fast as it goes");
    }

    abstract void configureWish(Subparser parser);

    /** What the arguments say. */
    abstract Wish wish(Namespace arguments, Workplace workplace);

    @Override
    final void run(Namespace arguments, Workplace workplace) throws Exception {
        Operator operator = workplace.operator();
        var runs = new OperationRun(workplace.out());
        boolean dryRun = arguments.getBoolean("dry_run");
        Integer rate = arguments.getInt("rate");
        Wish wish = wish(arguments, workplace);
        if (dryRun || (needsYes && !arguments.getBoolean("yes"))) {
            runs.run(operator.dryRun(wish, rate == null ? 0 : rate), wish.kind());
            if (!dryRun) {
                throw new UserErrorException("nothing was changed: say --yes");
            }
            return;
        }
        runs.run(operator.begin(workplace.actor(), wish, rate == null ? Operator.USUAL_RATE : rate));
    }
}
