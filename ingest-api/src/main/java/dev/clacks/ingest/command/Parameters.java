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
}
