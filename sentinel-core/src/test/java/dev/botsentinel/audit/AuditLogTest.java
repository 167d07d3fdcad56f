package dev.botsentinel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.LimitReset;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.event.SecurityEvent.Registered;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.event.SecurityEvent.Unregistered;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final String AT_JSON = "{\"at\":\"2026-01-01T00:00:00.250000Z\",\"event\":\"";
    private static final Subject SUBJECT = new Subject("42");
    private static final Request REQUEST = Request.builder("/transfer")
            .subject(SUBJECT)
            .chat("-100")
            .content(Content.text("my password is hunter2"))
            .build();
    private static final Denied RATE_LIMITED = new Denied(
            Reason.RATE_LIMITED,
            "money",
            Scope.USER,
            RateLimit.slidingWindow(3, Duration.ofSeconds(30)).named("money"),
            0L,
            Duration.ofNanos(12_000_001_000L),
            AT.plusSeconds(12),
            AT.plusSeconds(60));

    private final List<String> lines = new ArrayList<>();
    private final AuditLog audit = new AuditLog(lines::add, id -> id);

    /** One of each kind, and the line that it gives after its time and name. */
    static Map<SecurityEvent, String> events() {
        Throwable cause = new StoreException("redis://user:hunter2@host is down");
        Map<SecurityEvent, String> events = new LinkedHashMap<>();
        events.put(
                SecurityEvent.denied(AT, REQUEST, RATE_LIMITED),
                "rate_limited\",\"reason\":\"rate_limited\",\"rule\":\"money\",\"action\":\"/transfer\",\"subject\":\"42\","
                        + "\"scope\":\"user\",\"limit\":\"3 per 30s, sliding-window, per user\","
                        + "\"retryAfterMicros\":12000001,\"blockedUntil\":\"2026-01-01T00:01:00.250000Z\"}");
        Map.of(
                        Reason.BLOCKED, "blocked_attempt",
                        Reason.STALE, "stale",
                        Reason.FORBIDDEN, "access_denied",
                        Reason.DUPLICATE, "duplicate",
                        Reason.UNAVAILABLE, "unavailable")
                .forEach((reason, label) -> events.put(
                        SecurityEvent.denied(AT, REQUEST, Denied.of(reason, "a rule")),
                        label + "\",\"reason\":\"" + reason.label()
                                + "\",\"rule\":\"a rule\",\"action\":\"/transfer\",\"subject\":\"42\"}"));
        events.put(
                new Blocked(AT, SUBJECT, AT.plusSeconds(60), BlockSource.AUTOMATIC, "sentinel", "escalation"),
                "blocked\",\"subject\":\"42\",\"blockedUntil\":\"2026-01-01T00:01:00.250000Z\","
                        + "\"source\":\"automatic\",\"actor\":\"sentinel\",\"why\":\"escalation\"}");
        events.put(
                new SecurityEvent.BlockLost(AT, SUBJECT, AT.plusSeconds(60), BlockSource.MANUAL),
                "block_lost\",\"subject\":\"42\",\"blockedUntil\":\"2026-01-01T00:01:00.250000Z\",\"source\":\"manual\"}");
        events.put(
                new Unblocked(AT, SUBJECT, "anna", "a mistake"),
                "unblocked\",\"subject\":\"42\",\"actor\":\"anna\",\"why\":\"a mistake\"}");
        events.put(
                new SecurityEvent.DataAccessed(AT, SUBJECT, "anna", "request 7"),
                "data_accessed\",\"subject\":\"42\",\"actor\":\"anna\",\"why\":\"request 7\"}");
        events.put(
                new SecurityEvent.DataErased(AT, SUBJECT, "anna", "request 8"),
                "data_erased\",\"subject\":\"42\",\"actor\":\"anna\",\"why\":\"request 8\"}");
        events.put(
                new LimitReset(AT, Owner.user("42"), null, "anna", "a mistake"),
                "limit_reset\",\"subject\":\"42\",\"scope\":\"user\",\"actor\":\"anna\",\"why\":\"a mistake\"}");
        events.put(
                new PermitsRefunded(AT, Owner.member("42", "-100"), "money", 3, "anna", "not done"),
                "permits_refunded\",\"rule\":\"money\",\"subject\":\"42\",\"chat\":\"-100\",\"scope\":\"member\","
                        + "\"permits\":3,\"actor\":\"anna\",\"why\":\"not done\"}");
        events.put(
                new CooldownSet(AT, Owner.GLOBAL, "api", AT.plusSeconds(60), "bot", ""),
                "cooldown_set\",\"rule\":\"api\",\"scope\":\"global\","
                        + "\"cooldownUntil\":\"2026-01-01T00:01:00.250000Z\",\"actor\":\"bot\",\"why\":\"\"}");
        events.put(
                new Registered(AT, SUBJECT, Set.of("user", "admin"), "anna"),
                "registered\",\"subject\":\"42\",\"roles\":\"admin,user\",\"actor\":\"anna\"}");
        events.put(new Unregistered(AT, SUBJECT, "anna"), "unregistered\",\"subject\":\"42\",\"actor\":\"anna\"}");
        events.put(
                new ResolverFailed(AT, REQUEST, cause),
                "resolver_failed\",\"action\":\"/transfer\",\"subject\":\"42\","
                        + "\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(
                new HandlerFailed(AT, REQUEST, cause, "7KQ2M9XD", ErrorKind.TRANSIENT),
                "handler_failed\",\"reason\":\"transient\",\"action\":\"/transfer\",\"subject\":\"42\","
                        + "\"incident\":\"7KQ2M9XD\",\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(
                new ResponseFailed(AT, REQUEST, cause),
                "response_failed\",\"action\":\"/transfer\",\"subject\":\"42\","
                        + "\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(new StoreFailed(AT, cause), "store_failed\",\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(
                new StoreDegraded(AT, cause, "one:6379"),
                "store_degraded\",\"node\":\"one:6379\",\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(new StoreRecovered(AT, "one:6379"), "store_recovered\",\"node\":\"one:6379\"}");
        events.put(new GuardFailed(AT, cause), "guard_failed\",\"why\":\"dev.botsentinel.store.StoreException\"}");
        events.put(new UpdateDropped(AT, REQUEST), "update_dropped\",\"action\":\"/transfer\",\"subject\":\"42\"}");
        events.put(new PolicyChanged(AT), "policy_changed\"}");
        return events;
    }

    @Test
    void eachEventIsOneLineThatSaysWhoWhatWhenAndByWhichRule() {
        events().forEach((event, rest) -> {
            lines.clear();
            audit.on(event);
            assertThat(lines).containsExactly(AT_JSON + rest);
        });
    }

    @Test
    void noKindOfEventIsForgottenHere() {
        assertThat(events().keySet().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(
                        kinds(SecurityEvent.class).distinct().toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(AuditLogTest::kinds)
                : Stream.of(type);
    }

    @Test
    void neitherContentNorMessagesOfExceptionsAreWritten() {
        events().keySet().forEach(audit::on);
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("hunter2"));
    }

    /** Changes of limits whose owners have the ids that no other event has. */
    static List<SecurityEvent> changesOfLimits() {
        return List.of(
                new LimitReset(AT, Owner.topic("-100", "7"), null, "anna", ""),
                new LimitReset(AT, Owner.spaceMember("42", "9"), null, "anna", ""));
    }

    @Test
    void aChangeOfALimitNamesAllIdsOfItsOwner() {
        changesOfLimits().forEach(audit::on);
        assertThat(lines)
                .containsExactly(
                        AT_JSON + "limit_reset\",\"chat\":\"-100\",\"topic\":\"7\",\"scope\":\"topic\","
                                + "\"actor\":\"anna\",\"why\":\"\"}",
                        AT_JSON + "limit_reset\",\"subject\":\"42\",\"space\":\"9\",\"scope\":\"space-member\","
                                + "\"actor\":\"anna\",\"why\":\"\"}");
    }

    @Test
    void whatHasNoSubjectOrNoEndHasNoKeyForIt() {
        audit.on(new Blocked(AT, SUBJECT, null, BlockSource.MANUAL, "anna", ""));
        audit.on(SecurityEvent.denied(AT, Request.builder("message").build(), Denied.of(Reason.BLOCKED, "blocklist")));
        assertThat(lines)
                .containsExactly(
                        AT_JSON + "blocked\",\"subject\":\"42\",\"source\":\"manual\",\"actor\":\"anna\",\"why\":\"\"}",
                        AT_JSON + "blocked_attempt\",\"reason\":\"blocked\",\"rule\":\"blocklist\","
                                + "\"action\":\"message\"}");
    }

    @Test
    void hashedIdsAreTheSameUnderOneKeyAndTellNothing() {
        FingerprintKey key = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");
        AuditLog hashing = AuditLog.hashingIds(key);
        assertThat(hashing.nameOf("42"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(AuditLog.hashingIds(key).nameOf("42"))
                .isNotEqualTo(hashing.nameOf("43"))
                .isNotEqualTo(AuditLog.hashingIds(FingerprintKey.random()).nameOf("42"));
        assertThat(hashing.nameOf("\ud800")).isNotEqualTo(hashing.nameOf("?")).isNotEqualTo(hashing.nameOf("\ud801"));
        AuditLog named = new AuditLog(lines::add, hashing::nameOf);
        events().keySet().forEach(named::on);
        assertThat(lines).noneMatch(line -> line.contains("\"42\"") || line.contains("\"-100\""));
    }

    @Test
    void anActorIsHashedAsSubjectsAreAndTheGuardIsNobodyToHide() {
        AuditLog hashing = AuditLog.hashingIds(FingerprintKey.random());
        AuditLog named = new AuditLog(lines::add, hashing::nameOf);
        named.on(new Unblocked(AT, SUBJECT, "42", "a mistake"));
        named.on(new Blocked(AT, SUBJECT, null, BlockSource.AUTOMATIC, "sentinel", "escalation"));
        named.on(new LimitReset(AT, Owner.user("42"), "money", "4711", ""));
        named.on(new Registered(AT, SUBJECT, Set.of(), "4711"));
        named.on(new Unregistered(AT, SUBJECT, "4711"));
        assertThat(lines.get(0)).contains("\"actor\":\"" + hashing.nameOf("42") + "\"");
        assertThat(lines.get(1)).contains("\"actor\":\"sentinel\"");
        assertThat(lines).noneMatch(line -> line.contains("\"4711\""));
    }

    /** Python: hmac.new(bytes(range(16)), b'dev.botsentinel.audit:' + '42'.encode('utf-16-be'), hashlib.sha256) */
    @Test
    void hashesArePlainHmacSha256CutToHalf() {
        FingerprintKey key = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");
        assertThat(AuditLog.hashingIds(key).nameOf("42")).isEqualTo("ea519ff2cd2eb2c527eb75add759f688");
    }

    @Test
    void theLoggerGetsTheLineAsItIs() {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            AuditLog.create().on(new Unblocked(AT, SUBJECT, "{} anna {}", "a\nmistake"));
        } finally {
            System.setErr(before);
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("\n")
                .contains(" INFO dev.botsentinel.audit - " + AT_JSON + "unblocked\",\"subject\":\"42\","
                        + "\"actor\":\"{} anna {}\",\"why\":\"a\\u000amistake\"}");
    }
}
