package dev.botsentinel.policy.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.file.PolicyFile;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever can stand under {@code actions} in a file can be said by the builder and by annotations, and ends in the same
 * policy: a row per key.
 */
class ThreeWaysTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final String BASE = """
            version: 1
            defaults: {limits: [{permits: 9, per: 9s}], debounce: {window: 9s}, requires: {registered: true}}
            policies: {money: {limits: [{permits: 3, per: 30s}]}}
            roles: {user: {permissions: [read]}, admin: {}}
            actions:
            """;

    private static PolicySet.Builder base() {
        return PolicySet.builder()
                .defaults(Policy.limits(RateLimit.slidingWindow(9, Duration.ofSeconds(9)))
                        .debounce(Duration.ofSeconds(9))
                        .requires(Requirement.REGISTERED))
                .policy("money", Policy.limits(RateLimit.slidingWindow(3, Duration.ofSeconds(30))))
                .role("user", Role.of("read"))
                .role("admin", Role.of());
    }

    record Row(String yaml, Class<?> annotated, UnaryOperator<PolicySet.Builder> built) {
        @Override
        public String toString() {
            return yaml;
        }
    }

    private static Row row(String yaml, Class<?> annotated, Policy built) {
        return new Row("/x: " + yaml, annotated, builder -> builder.action("/x", built));
    }

    private static Row limit(String yaml, Class<?> annotated, RateLimit... built) {
        return row("{limits: [" + yaml + "]}", annotated, new Policy(List.of(built), null, null, null));
    }

    private static Row requires(String yaml, Class<?> annotated, Requirement built) {
        return row("{requires: " + yaml + "}", annotated, Policy.EMPTY.requires(built));
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("{}", Said.Nothing.class, Policy.EMPTY),
                new Row("/x: {use: money}", Said.Using.class, builder -> builder.action("/x", "money")),
                new Row(
                        "/x: {use: money, debounce: off}",
                        Said.UsingBeside.class,
                        builder -> builder.action("/x", "money", Policy.EMPTY.noDebounce())),
                limit("{permits: 10, per: 1m}", Said.Permits.class, RateLimit.perMinute(10)),
                limit("{permits: 0, per: 1m}", Said.NoPermits.class, RateLimit.perMinute(0)),
                limit(
                        "{permits: 10, per: 1m, algorithm: fixed-window}",
                        Said.WithAlgorithm.class,
                        RateLimit.fixedWindow(10, MINUTE)),
                limit(
                        "{permits: 10, per: 1m, algorithm: token-bucket}",
                        Said.Bucket.class,
                        RateLimit.tokenBucket(10, MINUTE)),
                limit(
                        "{permits: 10, per: 1m, algorithm: token-bucket, burst: 5}",
                        Said.WithBurst.class,
                        RateLimit.tokenBucket(10, MINUTE, 5)),
                limit(
                        "{permits: 10, per: 1m, scope: member}",
                        Said.WithScope.class,
                        RateLimit.perMinute(10).scope(Scope.MEMBER)),
                limit(
                        "{permits: 10, per: 1m, cost: 2}",
                        Said.WithCost.class,
                        RateLimit.perMinute(10).cost(2)),
                limit(
                        "{permits: 10, per: 1m, name: shared}",
                        Said.WithName.class,
                        RateLimit.perMinute(10).named("shared")),
                limit(
                        "{permits: 10, per: 1m, mode: shadow}",
                        Said.WithMode.class,
                        RateLimit.perMinute(10).shadow()),
                limit(
                        "{permits: 1, per: 1s}, {permits: 20, per: 1m}",
                        Said.Several.class,
                        RateLimit.perSecond(1),
                        RateLimit.perMinute(20)),
                limit(
                        "{permits: 10, per: 1m, spareTrusted: false}",
                        Said.ForTrusted.class,
                        RateLimit.perMinute(10).holdsForTrusted()),
                limit(
                        "{permits: 10, per: 1m, lockout: 15m}",
                        Said.WithLockout.class,
                        RateLimit.perMinute(10).lockout(Duration.ofMinutes(15))),
                limit(
                        "{permits: 10, per: day, algorithm: fixed-window}",
                        Said.Daily.class,
                        RateLimit.fixedWindow(10, CalendarPeriod.day(ZoneId.of("UTC")))),
                limit(
                        "{permits: 10, per: month, algorithm: fixed-window, zone: Europe/Berlin}",
                        Said.Monthly.class,
                        RateLimit.fixedWindow(10, CalendarPeriod.month(ZoneId.of("Europe/Berlin")))),
                row("{escalates: true}", Said.Escalating.class, Policy.EMPTY.escalates(true)),
                row("{escalates: false}", Said.NotEscalating.class, Policy.EMPTY.escalates(false)),
                row("{limits: []}", Said.None.class, Policy.noLimits()),
                row("{debounce: {window: 250ms}}", Said.Window.class, Policy.EMPTY.debounce(Duration.ofMillis(250))),
                row(
                        "{debounce: {window: 2s, mode: shadow}}",
                        Said.ShadowWindow.class,
                        Policy.EMPTY.debounce(
                                Debounce.window(Duration.ofSeconds(2)).shadow())),
                row("{debounce: off}", Said.Off.class, Policy.EMPTY.noDebounce()),
                requires("{registered: true}", Said.Registered.class, Requirement.REGISTERED),
                requires("{roles: [user, admin]}", Said.Roles.class, Requirement.role("user", "admin")),
                requires(
                        "{permissions: [read, write]}",
                        Said.Permissions.class,
                        Requirement.permission("read", "write")),
                requires("{stepUp: 5m}", Said.StepUp.class, Requirement.NONE.andStepUp(Duration.ofMinutes(5))),
                requires(
                        "{roles: [admin], mode: shadow}",
                        Said.ShadowRequires.class,
                        Requirement.role("admin").shadow()),
                requires("{}", Said.NoRequires.class, Requirement.NONE),
                requires(
                        "{registered: true, roles: [user], permissions: [read], stepUp: 7d}",
                        Said.AllRequires.class,
                        Requirement.REGISTERED
                                .andRole("user")
                                .andPermission("read")
                                .andStepUp(Duration.ofDays(7))),
                new Row(
                        "{callback:buy: {limits: [{permits: 1, per: 1s}]}, /admin*: {limits: [{permits: 1, per: 1s}]}}",
                        Said.Entries.class,
                        builder -> builder.action("callback:buy", Policy.limits(RateLimit.perSecond(1)))
                                .action("/admin*", Policy.limits(RateLimit.perSecond(1)))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void allEndInTheSamePolicy(Row row) {
        PolicySet file = PolicyFile.parse(
                "row", row.yaml.startsWith("{") ? BASE.stripTrailing() + " " + row.yaml : BASE + "  " + row.yaml);
        PolicySet built = row.built.apply(base()).build();
        PolicySet annotated = base().with(AnnotatedPolicies.of(row.annotated)).build();
        assertThat(built).isEqualTo(file).hasSameHashCodeAs(file);
        assertThat(annotated).isEqualTo(file).hasSameHashCodeAs(file);
        assertThat(annotated.effective()).isEqualTo(built.effective());
    }

    @Test
    void everyMemberOfEveryAnnotationHasARow() throws ReflectiveOperationException {
        Set<String> all = new TreeSet<>();
        HandlerClass.OURS.forEach(type -> all.addAll(Arrays.stream(type.getDeclaredMethods())
                .map(ThreeWaysTest::name)
                .toList()));
        Set<String> said = new TreeSet<>();
        for (Row row : rows().toList()) {
            for (Method method : HandlerClass.methods(row.annotated)) {
                for (Annotation annotation : method.getAnnotations()) {
                    said.addAll(said(annotation));
                }
            }
        }
        assertThat(said).isEqualTo(all).hasSizeGreaterThan(15);
    }

    private static List<String> said(Annotation annotation) throws ReflectiveOperationException {
        Set<String> said = new TreeSet<>();
        for (Method member : annotation.annotationType().getDeclaredMethods()) {
            Object value = member.invoke(annotation);
            if (!List.of(value).equals(member.getDefaultValue() == null ? null : List.of(member.getDefaultValue()))
                    && !(value instanceof String[] none && none.length == 0)) {
                said.add(name(member));
            }
            if (value instanceof Limit[] limits) {
                for (Limit limit : limits) {
                    said.addAll(said(limit));
                }
            }
        }
        return List.copyOf(said);
    }

    private static String name(Method member) {
        return member.getDeclaringClass().getSimpleName() + "." + member.getName();
    }

    @Test
    void theUnderlyingPoliciesAreWhatTheyShouldBe() {
        PolicySet policy =
                base().with(AnnotatedPolicies.of(Said.WithBurst.class)).build();
        RateLimit limit = policy.effective("/x").limits().get(0).limit();
        assertThat(limit)
                .isEqualTo(new RateLimit(
                        null, 10, MINUTE, Algorithm.TOKEN_BUCKET, 5, Scope.USER, 1, Mode.ENFORCE, true, null, null));
    }
}
