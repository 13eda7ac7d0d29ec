package dev.clacks.bench.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clacks.bench.write.Figures.Turn;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Figures figures = new Figures();

    @Test
    void aTurnIsCountedByTheRow() {
        assertThat(Turn.of(20_000_000, 1_500_000, 1_000)).isEqualTo(new Turn(20, 1_500));
    }

    @Test
    void aRoundThatWasDisturbedDoesNotMoveTheMedian() {
        for (double micros : new double[] {20, 900, 22}) {
            figures.add("slow", new Turn(micros, 1_000));
        }

        assertThat(figures.cpuMicros("slow")).isEqualTo(22);
    }

    @Test
    void ofAnEvenNumberTheMedianLiesInTheMiddle() {
        figures.add("way", new Turn(20, 1_000));
        figures.add("way", new Turn(24, 3_000));

        assertThat(figures.cpuMicros("way")).isEqualTo(22);
        assertThat(figures.walBytes("way")).isEqualTo(2_000);
    }

    @Test
    void aRatioComparesTurnsOfTheSameRound() {
        add(10, 11);
        add(100, 120);
        add(20, 26);

        assertThat(figures.ratio("way", "floor")).isCloseTo(1.2, within(1e-9));
    }

    private void add(double floor, double way) {
        figures.add("floor", new Turn(floor, 0));
        figures.add("way", new Turn(way, 0));
    }
}
