package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.guard.Call;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.UpdateReplay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chain in words. */
class ChainTextTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(10)))
            .action(
                    "/pay",
                    Policy.limits(
                                    RateLimit.slidingWindow(3, Duration.ofSeconds(30))
                                            .named("money"),
                                    RateLimit.tokenBucket(20, MINUTE, 30)
                                            .scope(Scope.MEMBER)
                                            .shadow())
                            .debounce(Debounce.window(Duration.ofSeconds(5)))
                            .requires(Requirement.permission("payments:write")
                                    .andRegistered()
                                    .andStepUp(Duration.ofMinutes(5))))
            .action("/admin*", Policy.EMPTY.requires(Requirement.role("admin").shadow()))
            .action("/start", Policy.noLimits())
            .role("admin", Role.of("payments:write"))
            .global(RateLimit.fixedWindow(100, Duration.ofHours(1)).scope(Scope.GLOBAL))
            .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
            .escalation(Escalation.of(5, Duration.ofMinutes(10), List.of(MINUTE, Duration.ofHours(1)), MINUTE))
            .blocked("666", "667")
            .build();

    @Test
    void anActionIsExplainedStageByStage() {
        assertThat(explain("/pay")).isEqualTo("""
                /pay
                  blocklist: 2 by the policy, and whom the storage has as blocked
                  access: registered, all of the permissions payments:write, a second factor at most 5m ago
                  debounce: the same update id within 10m, the same content within 5s
                  limits, all or none of them:
                    money: 3 per 30s, sliding-window, per user (else chat, global); shared by all that use the name; \
                never more than 3 permits in any 30s
                    /pay#1: 20 per 1m, token-bucket of 30, per member, shadow (else user, chat, global); \
                of this action alone; never more than 50 permits in any 1m
                    global#0: 100 per 1h, fixed-window, for everybody; shared by all actions; \
                never more than 200 permits in any 1h
                  escalation: 5 violations within 10m block for 1m, 1h; forgotten after 1m
                  storage: 1 call, 2 while the principal is not cached; \
                on a Redis Cluster the one that decides is 2 trips to 2 slots, mostly 1 if refused
                """);
    }

    @Test
    void whatIsSparedAndWhatEscalatesIsExplained() {
        PolicySet policy = PolicySet.builder()
                .action(
                        "edited_message",
                        Policy.limits(RateLimit.perMinute(5).holdsForTrusted()).escalates(true))
                .action("/search", Policy.limits(RateLimit.perMinute(5)).escalates(false))
                .role("admin", Role.of("all"))
                .stale(new Stale(MINUTE))
                .trusted(Trusted.subjects("42").and(Trusted.roles("admin")))
                .escalation(Escalation.of(5, MINUTE, List.of(MINUTE), MINUTE))
                .build();
        Routes routes = routes(policy, Placement.NONE);
        assertThat(routes.explain("edited_message", false))
                .contains("  stale: what was sent more than 1m ago\n")
                .contains("  trusted: debounce and limits spare 1 subject and whoever has one of the roles admin\n")
                .contains("per user, for trusted ones too")
                .contains("; forgotten after 1m; here a denial counts whatever the update is\n");
        assertThat(routes.explain("/search", false)).contains("; forgotten after 1m; here no denial counts\n");
        assertThat(routes.explain("/other", false)).contains("; forgotten after 1m\n");
    }

    @Test
    void whatLivesWithTheSubjectIsOneTripAlsoOnACluster() {
        PolicySet own = PolicySet.builder()
                .action(
                        "/own",
                        Policy.limits(
                                RateLimit.perMinute(5), RateLimit.perMinute(5).scope(Scope.MEMBER)))
                .action(
                        "/all",
                        Policy.limits(
                                RateLimit.perMinute(5).scope(Scope.CHAT),
                                RateLimit.perMinute(5).scope(Scope.GLOBAL)))
                .build();
        assertThat(routes(own, Placement.NONE).explain("/own", false)).endsWith("storage: 1 call\n");
        assertThat(routes(own, Placement.NONE).explain("/all", false)).contains("2 trips to 3 slots");
    }

    @Test
    void jitterIsPartOfTheLadder() {
        PolicySet policy = PolicySet.builder()
                .escalation(Escalation.of(5, MINUTE, List.of(MINUTE), MINUTE).jitter(10))
                .build();
        assertThat(routes(policy, Placement.NONE).explain("/a", false))
                .contains(
                        "escalation: 5 violations within 1m block for 1m, each by chance up to 10% longer; forgotten");
    }

    @Test
    void aTopicLivesWithItsChatAndASpaceByItself() {
        PolicySet policy = PolicySet.builder()
                .action(
                        "/topic",
                        Policy.limits(
                                RateLimit.perMinute(5).scope(Scope.CHAT),
                                RateLimit.perMinute(5).scope(Scope.TOPIC)))
                .action("/space", Policy.limits(RateLimit.perMinute(5).scope(Scope.SPACE)))
                .action("/member", Policy.limits(RateLimit.perMinute(5).scope(Scope.SPACE_MEMBER)))
                .build();
        Routes routes = routes(policy, Placement.NONE);
        assertThat(routes.explain("/topic", false))
                .contains("per topic (else chat, user, global)")
                .contains("2 trips to 2 slots");
        assertThat(routes.explain("/space", false))
                .contains("per space (else chat, user, global)")
                .contains("2 trips to 2 slots");
        assertThat(routes.explain("/member", false))
                .contains("per space-member (else user, chat, global)")
                .endsWith("storage: 1 call\n");
    }

    @Test
    void anActionOfAPrefixNamesItsEntryAndWithWhomItShares() {
        assertThat(explain("/admin_users"))
                .startsWith("/admin_users, by the entry /admin*\n")
                .contains("access: one of the roles admin; shadow: reported, never enforced\n")
                .contains("/admin*#0: 10 per 1m")
                .contains("shared by all that fall under /admin*;");
    }

    @Test
    void anActionThatNobodyKnowsFallsUnderTheStar() {
        assertThat(explain("/invented"))
                .startsWith("/invented, by *, which is all that no other entry matches\n")
                .contains("*#0: 10 per 1m")
                .contains("shared by all that fall under *;")
                .contains("access: nothing, but a veto of the resolver\n");
    }

    @Test
    void withoutLimitsAndDebounceAnUpdateOfNobodyCostsNoCall() {
        PolicySet idle = PolicySet.builder().build();
        assertThat(routes(idle, Placement.NONE).explain("/a", false))
                .contains("blocklist: whom the storage has as blocked\n")
                .contains("access: nothing\n")
                .contains("debounce: no content\n")
                .contains("limits: none\n")
                .endsWith("storage: 1 call; none for an update of nobody\n");
    }

    @Test
    void aLimitOfNoPermitsRefusesAlways() {
        PolicySet closed = PolicySet.builder()
                .action("/a", Policy.limits(RateLimit.perMinute(0)))
                .build();
        assertThat(routes(closed, Placement.NONE).explain("/a", false)).contains("; always refuses\n");
    }

    @Test
    void ownInterceptorsStandInTheirPlaces() {
        Placement own = Placement.NONE
                .addBefore(Stage.BLOCKLIST, call -> Ruling.PASS)
                .addAfter(Stage.ACCESS, new Named("opening hours\n"))
                .addBefore(Stage.LIMITS, new Named("toll"));
        assertThat(routes(POLICY, own).explain("/start", true).lines().map(line -> line.replaceAll(":.*", ":")))
                .containsExactly(
                        "/start",
                        "  own:",
                        "  blocklist:",
                        "  access:",
                        "  own:",
                        "  debounce:",
                        "  own:",
                        "  limits, all or none of them:",
                        "    global#0:",
                        "  escalation:",
                        "  storage:");
        assertThat(routes(POLICY, own).explain("/start", true))
                .contains("own: a lambda of ChainTextTest, before anybody is known\n")
                .contains("own: opening hours\\n\n");
    }

    @Test
    void theWholeChainTellsOfEveryEntry() {
        assertThat(routes(POLICY, Placement.NONE)
                        .explain(true)
                        .lines()
                        .filter(line -> !line.startsWith(" ") && !line.isEmpty()))
                .containsExactly(
                        "the entry /pay",
                        "the entry /start",
                        "the entry /admin*",
                        "*, which is all that no other entry matches");
    }

    private record Named(String name) implements Interceptor {

        @Override
        public Ruling examine(Call call) {
            return Ruling.PASS;
        }

        @Override
        public String describe() {
            return name;
        }
    }

    private static String explain(String action) {
        return routes(POLICY, Placement.NONE).explain(action, true);
    }

    @Test
    void limitsThatCanBeChosenAreNamed() {
        PolicySet policy = PolicySet.builder()
                .policy("premium", Policy.limits(RateLimit.perMinute(100).named("paid")))
                .policy("staff", Policy.noLimits())
                .build();
        ChosenLimits chosen = new ChosenLimits((request, who) -> null, List.of("premium", "staff"));
        String text = routes(policy, Placement.NONE, chosen).explain("/a", true);
        assertThat(text)
                .contains("  limits: none\n")
                .contains("  or, if the application chooses premium, limits, all or none of them:\n    paid: ")
                .contains("  or, if the application chooses staff, limits: none\n");
    }

    private static Routes routes(PolicySet policy, Placement own) {
        return routes(policy, own, ChosenLimits.NONE);
    }

    private static Routes routes(PolicySet policy, Placement own, ChosenLimits chosen) {
        EventDispatcher events = new EventDispatcher(List.of(), List.of(), GuardLogs.quiet());
        return new Routes(policy, own, chosen, new RecordingStore(), events, () -> Instant.EPOCH);
    }
}
