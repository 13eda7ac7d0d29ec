package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.store.Outcome.Broken;
import dev.clacks.writer.store.Outcome.Stored;
import dev.clacks.writer.store.Outcome.Unavailable;
import dev.clacks.writer.store.SqlFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W5: what is no event's fault is held against none, and the same chunk is stored once the fault is gone. */
class OtherFaultsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
        rig.raiseOnDemand();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "08006, DATABASE",
        "53100, DATABASE",
        "53200, DATABASE",
        "53300, DATABASE",
        "57014, DATABASE",
        "57P01, DATABASE",
        "58030, DATABASE",
        "25006, DATABASE",
        "26000, DATABASE",
        "0A000, DATABASE",
        "XX000, DATABASE",
        "40001, CONFLICT",
        "40P01, CONFLICT",
        "55P03, BUSY",
        "55006, BUSY"
    })
    void theChunkWaits(String state, Kind kind) throws Exception {
        List<TestEvent> events = new ArrayList<>(rig.events.next(20));
        events.set(7, events.get(7).withType("raise:" + state));

        assertThat(rig.write(0, events))
                .isInstanceOfSatisfying(
                        Unavailable.class, waits -> assertThat(waits.kind()).isEqualTo(kind));

        assertNothingHappened();
        assertStoredOnceMended(events);
    }

    @ParameterizedTest
    @CsvSource({"42501", "42P01", "42703", "28000", "P0001"})
    void whatOnlyPeopleMendStopsThePartition(String state) throws Exception {
        List<TestEvent> events = new ArrayList<>(rig.events.next(20));
        events.set(7, events.get(7).withType("raise:" + state));

        assertThat(rig.write(0, events))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.why()).startsWith(state));

        assertNothingHappened();
        assertStoredOnceMended(events);
    }

    private void assertNothingHappened() throws Exception {
        assertThat(rig.stored.events()).isZero();
        assertThat(rig.stored.failed()).isZero();
        assertThat(rig.progress()).isZero();
    }

    private void assertStoredOnceMended(List<TestEvent> events) throws Exception {
        rig.stored.execute("DROP TRIGGER raise_on_demand ON events");
        assertThat(rig.write(0, events)).isEqualTo(new Stored(new Tally(20, 0, 0, Map.of())));
        assertThat(rig.counted()).isEqualTo(20);
    }

    @Test
    void aDeadlockIsTriedAgainOnTheSpot() throws Exception {
        rig.stored.execute("CREATE SEQUENCE IF NOT EXISTS attempts");
        rig.stored.execute("GRANT USAGE ON SEQUENCE attempts TO clacks_writer");
        rig.stored.execute("""
                CREATE OR REPLACE FUNCTION raise_on_demand() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.event_type = 'twice' AND nextval('attempts') < 3 THEN
                        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
                    END IF;
                    RETURN NEW;
                END $$""");

        assertThat(rig.write(0, List.of(rig.events.next().withType("twice")))).isInstanceOf(Stored.class);

        assertThat(rig.stored.number("SELECT last_value FROM attempts")).isEqualTo(3);
    }
}
