package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.annotation.AnnotatedPolicies;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.policy.annotation.Limit;
import dev.botsentinel.policy.annotation.Requires;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What can have no effect is a warning; where it would fail open, an error. */
class PolicyReviewTest {

    private static final String OPEN = " (an error, since its requirements would never be asked)";
    private static final Policy LIMITED = Policy.limits(RateLimit.perMinute(3));
    private static final Policy REGISTERED = Policy.EMPTY.requires(Requirement.REGISTERED);

    private static PolicyReview review(PolicySet.Builder builder) {
        PolicyReview review = builder.review(new Letters());
        assertThat(builder.build().review(new Letters())).isEqualTo(review);
        return review;
    }

    private static String noEffect(String what) {
        return what + " can have no effect on 'vip', whose updates are exempt; remove it";
    }

    @Test
    void whatHasAnEffectIsNotToldOf() {
        PolicyReview review = review(PolicySet.builder()
                .defaults(LIMITED.requires(Requirement.REGISTERED))
                .action("pay", REGISTERED)
                .action("admin*", LIMITED)
                .action("*", LIMITED)
                .action("vip", Policy.noLimits().noDebounce().requires(Requirement.NONE))
                .trusted(Trusted.subjects("anna"))
                .blocked("bob"));

        assertThat(review.errors()).isEmpty();
        assertThat(review.warnings()).isEmpty();
    }

    @Test
    void anEntryThatNoUpdateFallsUnderIsAWarning() {
        PolicyReview review = review(PolicySet.builder().action("PAY", LIMITED));

        assertThat(review.errors()).isEmpty();
        assertThat(review.warnings()).map(PolicyProblem::toString).containsExactly("actions → PAY: no entry: PAY");
    }

    @Test
    void suchAnEntryWithRequirementsOfItsOwnOrOfItsPolicyIsAnError() {
        PolicyReview review = review(PolicySet.builder()
                .policy("known", REGISTERED)
                .action("PAY", REGISTERED)
                .action("BUY", "known")
                .action("ASK", "known", Policy.EMPTY.requires(Requirement.NONE)));

        assertThat(review.errors())
                .map(PolicyProblem::toString)
                .containsExactly("actions → PAY: no entry: PAY" + OPEN, "actions → BUY: no entry: BUY" + OPEN);
        assertThat(review.warnings()).map(PolicyProblem::toString).containsExactly("actions → ASK: no entry: ASK");
    }

    @Test
    void requirementsOfDefaultsDontMakeItAnError() {
        PolicyReview review = review(PolicySet.builder().defaults(REGISTERED).action("PAY", LIMITED));

        assertThat(review.errors()).isEmpty();
        assertThat(review.warnings()).hasSize(1);
    }

    @Test
    void whatIsAskedOfExemptUpdatesIsAWarningPerKeyAndRequirementsAreAnError() {
        PolicyReview review = review(PolicySet.builder()
                .action(
                        "vip",
                        LIMITED.debounce(Duration.ofSeconds(2))
                                .requires(Requirement.REGISTERED)
                                .escalates(true)));

        assertThat(review.errors())
                .map(PolicyProblem::toString)
                .containsExactly("actions → vip → requires: " + noEffect("requires") + OPEN);
        assertThat(review.warnings())
                .map(PolicyProblem::toString)
                .containsExactly(
                        "actions → vip → limits: " + noEffect("limits"),
                        "actions → vip → debounce: " + noEffect("debounce"),
                        "actions → vip → escalates: " + noEffect("escalates"));
    }

    @Test
    void whatAUsedPolicyAsksOfExemptUpdatesIsToldWhereItIsUsed() {
        PolicySet.Builder limited = PolicySet.builder().policy("money", LIMITED).action("vip", "money");
        assertThat(review(limited).warnings())
                .map(PolicyProblem::toString)
                .containsExactly("actions → vip → use: " + noEffect("limits of policy 'money'"));

        PolicySet.Builder open = PolicySet.builder()
                .policy("money", LIMITED.requires(Requirement.REGISTERED))
                .action("vip", "money", Policy.noLimits());
        assertThat(review(open).warnings()).isEmpty();
        assertThat(review(open).errors())
                .map(PolicyProblem::toString)
                .containsExactly("actions → vip → use: " + noEffect("requires of policy 'money'") + OPEN);
    }

    @Test
    void idsThatNobodyHasAreWarnings() {
        PolicyReview review = review(
                PolicySet.builder().trusted(Trusted.subjects("anna", "@carl")).blocked("@bob", "dora"));

        assertThat(review.errors()).isEmpty();
        assertThat(review.warnings())
                .map(PolicyProblem::toString)
                .containsExactly("trusted → subjects → 1: no id: @carl", "blocked → 0: no id: @bob");
    }

    static class Shop {
        @Guarded("PAY")
        @Requires(registered = true)
        void pay() {}

        @Guarded("vip")
        @Limit(permits = 1, per = "1s")
        @Requires(registered = true)
        void vip() {}
    }

    @Test
    void annotationsAreToldOfAtTheirPlaces() {
        PolicySet policy =
                PolicySet.builder().with(AnnotatedPolicies.of(Shop.class)).build();

        for (PolicySet same : new PolicySet[] {policy, policy.toBuilder().build()}) {
            PolicyReview review = same.review(new Letters());
            String shop = Shop.class.getName();
            assertThat(review.errors())
                    .map(PolicyProblem::toString)
                    .containsExactlyInAnyOrder(
                            shop + " → pay() → @Guarded: no entry: PAY" + OPEN,
                            shop + " → vip() → @Requires: " + noEffect("requires") + OPEN);
            assertThat(review.warnings())
                    .map(PolicyProblem::toString)
                    .containsExactly(shop + " → vip() → @Limit: " + noEffect("limits"));
        }
    }
}
