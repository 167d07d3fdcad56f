package dev.botsentinel.cli.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallLogTest {

    @Test
    void aWindowHasItsFirstInstantAndNotTheOneAfterItsLast() {
        CallLog log = new CallLog();
        for (long at : new long[] {0, 0, 5, 9, 10, 30}) {
            log.add(at);
        }
        assertThat(log.size()).isEqualTo(6);
        assertThat(log.mostWithin(1)).isEqualTo(2);
        assertThat(log.mostWithin(10)).isEqualTo(4);
        assertThat(log.mostWithin(11)).isEqualTo(5);
        assertThat(log.mostWithin(1000)).isEqualTo(6);
        assertThat(new CallLog().mostWithin(5)).isZero();
    }
}
