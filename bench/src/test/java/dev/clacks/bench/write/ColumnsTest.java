package dev.clacks.bench.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.lab.LabEvents;
import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.bench.write.Columns.Row;
import dev.clacks.common.event.EventDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00.123456Z");

    @Test
    void everyNameHasAValueOfTheEvent() throws Exception {
        LabEvent made = new LabEvents(7, InstantSource.fixed(NOW), 1).next(1).getFirst();
        var event = new EventDecoder().decode(made.event().bytes());

        Object[] values = Columns.values(new Row("app_0", event, NOW, 41, 90));

        List<String> names = List.of(Columns.NAMES.split(", ", -1));
        assertThat(names).hasSize(Columns.COUNT).doesNotHaveDuplicates();
        assertThat(values).hasSize(Columns.COUNT).contains(event.eventId(), LabEvents.ORG, "app_0", 41L, 90);
        assertThat(values[names.indexOf("event_data")]).isEqualTo(event.eventData());
        assertThat(values[names.indexOf("extra")]).isEqualTo(event.extra());
    }

    @Test
    void anEventIsOfTheSizeThatIsWrittenDown() {
        var events = new LabEvents(7, InstantSource.fixed(NOW), 3).next(300);

        assertThat(events)
                .extracting(LabEvent::app)
                .containsSequence("app_0", "app_0")
                .contains("app_1", "app_2");
        assertThat(events)
                .allSatisfy(each -> assertThat(each.event().data().length()).isBetween(450, 600));
    }
}
