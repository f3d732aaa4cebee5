package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThroughputChartTest {

    @Test
    void nothingToDrawFromLessThanTwoSteps() {
        assertThat(ThroughputChart.of(List.of())).isNull();
        assertThat(ThroughputChart.of(List.of(new Sample(1, 10)))).isNull();
    }

    @Test
    void aStepIsAsHighAsItsThroughput() {
        ThroughputChart chart = ThroughputChart.of(List.of(new Sample(1, 100), new Sample(2, 150), new Sample(3, 150)));
        // 100/s on an axis that ends there, then half of it, then nothing.
        assertThat(chart.line()).isEqualTo("M52.0 12.0L324.0 12.0L324.0 111.0L596.0 111.0L596.0 210.0L868.0 210.0");
        assertThat(chart.peak()).isEqualTo("100");
        assertThat(chart.rates()).extracting(ThroughputChart.Tick::label).containsExactly("0", "50", "100");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.7, 9, 59, 61, 700, 4000, 80_000})
    void hasAReadableNumberOfMarksWhateverTheLength(double seconds) {
        List<Sample> timeline = IntStream.rangeClosed(1, 300)
                .mapToObj(i -> new Sample(seconds * i / 300, i * 17L))
                .toList();
        ThroughputChart chart = ThroughputChart.of(timeline);
        assertThat(chart.times()).hasSizeBetween(3, 9).doesNotHaveDuplicates();
        assertThat(chart.rates()).hasSizeBetween(2, 7).doesNotHaveDuplicates();
        assertThat(chart.line()).doesNotContain("NaN", "Infinity").hasSizeLessThan(60 * 40);
    }

    @Test
    void nothingIngestedIsALineAtTheBottom() {
        ThroughputChart chart = ThroughputChart.of(List.of(new Sample(1, 0), new Sample(2, 0)));
        assertThat(chart.line()).isEqualTo("M52.0 210.0L460.0 210.0L460.0 210.0L868.0 210.0");
    }
}
