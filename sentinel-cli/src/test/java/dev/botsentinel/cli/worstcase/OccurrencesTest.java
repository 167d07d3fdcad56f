package dev.botsentinel.cli.worstcase;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OccurrencesTest {

    @Test
    void aWindowHasItsFirstInstantAndNotTheOneAfterItsLast() {
        Occurrences log = new Occurrences();
        for (long at : new long[] {0, 0, 5, 9, 10, 30}) {
            log.add(at);
        }
        assertThat(log.size()).isEqualTo(6);
        assertThat(log.mostWithin(1)).isEqualTo(2);
        assertThat(log.mostWithin(10)).isEqualTo(4);
        assertThat(log.mostWithin(11)).isEqualTo(5);
        assertThat(log.mostWithin(1000)).isEqualTo(6);
        assertThat(new Occurrences().mostWithin(5)).isZero();
    }
}
