package dev.clacks.writer.command;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.progress.Skip;
import dev.clacks.writer.progress.SkipPlan;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.apache.kafka.common.TopicPartition;

/** {@code progress skip}. */
final class ProgressSkip extends Verb {

    ProgressSkip() {
        super(
                "skip",
                "Sets from where a partition is read on: what lies before is not stored. Writers may run or not",
                "--partition 3 --to 120034 --dry-run");
    }

    @Override
    void configure(Subparser parser) {
        parser.addArgument("--topic").metavar("NAME").help("the topic (default: that of events)");
        parser.addArgument("--partition")
                .type(Integer.class)
                .required(true)
                .metavar("N")
                .help("the partition");
        parser.addArgument("--to")
                .type(Long.class)
                .required(true)
                .metavar("OFFSET")
                .help("the offset that is read next");
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("only say what it means");
        parser.addArgument("--yes").action(Arguments.storeTrue()).help("do it");
    }

    @Override
    void run(Namespace arguments, Workplace workplace) throws Exception {
        String topic =
                arguments.getString("topic") == null ? workplace.topics().getFirst() : arguments.getString("topic");
        boolean yes = arguments.getBoolean("yes") && !arguments.getBoolean("dry_run");
        SkipPlan plan = new Skip(workplace.log(), workplace.topics())
                .take(
                        workplace.connection(),
                        workplace.actor(),
                        new TopicPartition(topic, arguments.getInt("partition")),
                        arguments.getLong("to"),
                        !yes);
        workplace
                .out()
                .printf(
                        "%s: from %d to %d%n  %,d records in the log are left out; `replay kafka --from-offset` brings them back while they are there%n"
                                + "  %,d records had left the log before they were stored%n  %,d offsets are read again%n",
                        plan.partition(), plan.from(), plan.to(), plan.leftOut(), plan.gone(), plan.again());
        if (plan.goneWithTopics() > 0) {
            workplace.out().printf("  up to %,d records went with topics deleted before%n", plan.goneWithTopics());
        }
        if (yes) {
            workplace
                    .out()
                    .println("Done: a running writer goes on there within 5 s, a stopped partition within 60 s.");
        } else if (!arguments.getBoolean("dry_run")) {
            throw new UserErrorException("nothing was changed: say --yes");
        }
    }
}
