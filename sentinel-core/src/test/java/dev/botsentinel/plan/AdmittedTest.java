package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Verdict.Admitted;
import dev.botsentinel.plan.Verdict.AdmittedBuilder;
import org.junit.jupiter.api.Test;

class AdmittedTest {

    @Test
    void tellsOfEachStepWhatWasSaidOfIt() {
        AdmittedBuilder builder =
                new AdmittedBuilder(4).remaining(1, 5).remaining(2, 0).shadowRefused(3);
        assertThat(builder.remaining(1)).isEqualTo(5);
        Admitted admitted = builder.build();

        assertThat(admitted.size()).isEqualTo(4);
        assertThat(admitted.remaining(0)).as("of what is no limit").isEqualTo(-1);
        assertThat(admitted.remaining(1)).isEqualTo(5);
        assertThat(admitted.remaining(2)).isEqualTo(0);
        assertThat(admitted.remaining(3)).as("of a shadow limit that refused").isEqualTo(-1);
        for (int step = 0; step < 4; step++) {
            assertThat(admitted.shadowRefused(step)).isEqualTo(step == 3);
        }
    }

    @Test
    void equalIfAllStepsAre() {
        Admitted admitted = new AdmittedBuilder(2).remaining(0, 5).build();
        assertThat(admitted)
                .isEqualTo(new AdmittedBuilder(2).remaining(0, 5).build())
                .hasSameHashCodeAs(new AdmittedBuilder(2).remaining(0, 5).build())
                .isNotEqualTo(new AdmittedBuilder(2).remaining(0, 4).build())
                .isNotEqualTo(
                        new AdmittedBuilder(2).remaining(0, 5).shadowRefused(1).build())
                .doesNotHaveSameHashCodeAs(Admitted.EMPTY)
                .hasToString("Admitted[5, -1]");
        assertThat(Admitted.EMPTY).isEqualTo(new AdmittedBuilder(0).build());
    }
}
