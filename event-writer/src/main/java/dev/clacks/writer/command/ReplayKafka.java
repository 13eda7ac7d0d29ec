package dev.clacks.writer.command;

import dev.clacks.writer.replay.KafkaWish;
import dev.clacks.writer.replay.Wish;
import java.time.InstantSource;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code replay kafka}. */
final class ReplayKafka extends OperationVerb {

    ReplayKafka() {
        super(
                "kafka",
                "Reads records that are still in Kafka once more and stores what is missing; the writers go on meanwhile",
                "--from 2026-11-25T10:00:00Z --to 2026-11-25T11:00:00Z --dry-run",
                false);
    }

    @Override
    void configureWish(Subparser parser) {
        parser.addArgument("--from").metavar("TIME").help("received then or later: a time, a day or an age such as 2d");
        parser.addArgument("--to").metavar("TIME").help("received before (default: what the writers have read)");
        parser.addArgument("--topic").metavar("NAME").help("the topic (default: that of events)");
        parser.addArgument("--partition").type(Integer.class).metavar("N").help("one partition (default: all)");
        parser.addArgument("--from-offset").type(Long.class).metavar("OFFSET").help("the first offset of --partition");
        parser.addArgument("--to-offset").type(Long.class).metavar("OFFSET").help("the offset after the last");
    }

    @Override
    Wish wish(Namespace arguments, Workplace workplace) {
        var clock = InstantSource.system();
        String topic = arguments.getString("topic");
        return new Wish.OfKafka(new KafkaWish(
                topic == null ? workplace.topics().getFirst() : topic,
                arguments.getInt("partition"),
                Times.parse(arguments.getString("from"), clock),
                Times.parse(arguments.getString("to"), clock),
                arguments.getLong("from_offset"),
                arguments.getLong("to_offset")));
    }
}
