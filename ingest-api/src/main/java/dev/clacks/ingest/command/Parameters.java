package dev.clacks.ingest.command;

import net.sourceforge.argparse4j.inf.Subparser;

/** Arguments that several verbs take. */
final class Parameters {

    private Parameters() {}

    static void org(Subparser parser) {
        parser.addArgument("org").metavar("ORG").help("the organisation's id or UUID");
    }

    static void app(Subparser parser) {
        parser.addArgument("app").metavar("APP").help("the application's id or UUID");
    }

    /** Of a token or a secret, as their lists show it. */
    static void number(Subparser parser) {
        parser.addArgument("id").type(Long.class).metavar("ID").help("its number, as list shows it");
    }

    /** Of a rotation. */
    static void overlap(Subparser parser) {
        parser.addArgument("--overlap")
                .help("how long both live, such as 1h; default: 24h; 0s ends the old one at once");
    }
}
