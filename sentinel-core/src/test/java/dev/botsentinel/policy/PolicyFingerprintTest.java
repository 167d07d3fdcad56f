package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyFingerprintTest {

    private static PolicySet.Builder shop() {
        return PolicySet.builder()
                .action(
                        "/pay",
                        Policy.limits(RateLimit.perMinute(3).named("pay")).debounce(Duration.ofSeconds(2)))
                .action("/admin*", Policy.EMPTY.requires(Requirement.role("admin", "owner", "support")))
                .role("admin", new Role(Set.of("support", "owner"), Set.of("a", "b", "c", "d")))
                .role("owner", Role.of())
                .role("support", Role.of())
                .trusted(new Trusted(Set.of("1", "2", "3", "4"), Set.of("admin", "owner")))
                .blocked("666", "667", "668");
    }

    /**
     * The iteration order of sets and maps differs from one JVM to the next, so only a constant shows that fingerprints of two
     * processes can be compared. It changes when a part of the policy gets a new component.
     */
    @Test
    void itIsTheSameInEveryProcess() {
        assertThat(shop().build().fingerprint()).isEqualTo("cd1d56f9ba6a");
    }

    @Test
    void equalPoliciesHaveEqualOnesWhateverTheOrder() {
        PolicySet one = PolicySet.builder()
                .blocked("1", "2")
                .role("a", Role.of())
                .role("b", Role.of())
                .build();
        PolicySet other = PolicySet.builder()
                .role("b", Role.of())
                .role("a", Role.of())
                .blocked("2", "1")
                .build();
        assertThat(one).isEqualTo(other);
        assertThat(one.fingerprint()).isEqualTo(other.fingerprint()).matches("[0-9a-f]{12}");
    }

    @Test
    void everyDifferenceShows() {
        String before = shop().build().fingerprint();
        assertThat(shop().blocked("669").build().fingerprint()).isNotEqualTo(before);
        assertThat(shop().global(RateLimit.perMinute(3)).build().fingerprint()).isNotEqualTo(before);
        assertThat(shop().stale(new Stale(Duration.ofMinutes(2))).build().fingerprint())
                .isNotEqualTo(before);
    }

    @Test
    void whereItWasReadIsNoPartOfIt() {
        PolicySet read = shop().origin("policy.yml").build();
        assertThat(read).isEqualTo(shop().build());
        assertThat(read.fingerprint()).isEqualTo(shop().build().fingerprint());
        assertThat(read.origin()).isEqualTo("policy.yml");
        assertThat(shop().build().origin()).isEqualTo("code");
        PolicySet more = read.toBuilder().blocked("7").build();
        assertThat(more.origin()).isEqualTo("policy.yml and code");
        assertThat(more.toBuilder().build().origin()).isEqualTo("policy.yml and code");
        assertThat(shop().origin("a\nb").build().origin()).isEqualTo("a\\nb");
    }
}
