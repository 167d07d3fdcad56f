package dev.botsentinel.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do all day passes under the starter policy, and a flood ends in a block. */
class StarterPolicyTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final String USER = "\"from\":{\"id\":42}";
    private static final String GROUP = "\"chat\":{\"id\":-100}";

    private final ManualTime time = new ManualTime(START);
    private final MemoryStore store = MemoryStore.builder().time(time).build();
    private final Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
            .platform(Telegram.PLATFORM)
            .policy(Telegram.starterPolicy())
            .store(store)
            .time(time)
            .build();
    private final List<Decision> decisions = new ArrayList<>();
    private long updateId;

    @AfterEach
    void close() {
        sentinel.close();
        store.close();
    }

    @Test
    void aLiveLocationIsEditedForAnHour() {
        for (int i = 0; i < 1_800; i++) {
            receive("\"edited_message\":{\"message_id\":5," + USER + "," + GROUP + ",\"date\":" + START.getEpochSecond()
                    + ",\"edit_date\":" + now() + ",\"location\":{\"latitude\":" + 48.1 + ",\"longitude\":" + 11.5
                    + ",\"live_period\":3600}}");
            time.advance(Duration.ofSeconds(2));
        }
        assertThat(decisions).hasSize(1_800).allMatch(Decision::isAllowed);
    }

    @Test
    void twoPlacesAreSharedAtOnce() {
        for (int i = 0; i < 1_800; i++) {
            for (String chat : List.of("-100", "-101")) {
                receive("\"edited_message\":{\"message_id\":5," + USER + ",\"chat\":{\"id\":" + chat + "},\"date\":1,"
                        + "\"edit_date\":" + now() + ",\"location\":{\"latitude\":1,\"longitude\":1}}");
            }
            time.advance(Duration.ofSeconds(2));
        }
        assertThat(decisions).hasSize(3_600).allMatch(Decision::isAllowed);
    }

    @Test
    void anInlineQueryIsTypedForAMinute() {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            query.append((char) ('a' + i % 26));
            receive("\"inline_query\":{\"id\":\"" + i + "\"," + USER + ",\"query\":\"" + query + "\",\"offset\":\"\"}");
            time.advance(SECOND.dividedBy(2));
        }
        assertThat(decisions).hasSize(120).allMatch(Decision::isAllowed);
    }

    @Test
    void aLetterIsTypedAndTakenBack() {
        for (int i = 0; i < 20; i++) {
            receive("\"inline_query\":{\"id\":\"" + i + "\"," + USER + ",\"query\":\"" + (i % 2 == 0 ? "ca" : "cat")
                    + "\",\"offset\":\"\"}");
            time.advance(SECOND.dividedBy(4));
        }
        assertThat(decisions).allMatch(Decision::isAllowed);
    }

    @Test
    void somebodyReactsThreeTimesASecond() {
        for (int i = 0; i < 30; i++) {
            receive("\"message_reaction\":{" + GROUP + ",\"message_id\":" + i + ",\"user\":{\"id\":42},\"date\":"
                    + now() + ",\"old_reaction\":[],\"new_reaction\":[{\"type\":\"emoji\",\"emoji\":\"👍\"}]}");
            time.advance(SECOND.dividedBy(3));
        }
        assertThat(decisions).hasSize(30).allMatch(Decision::isAllowed);
    }

    @Test
    void anonymousReactionsAreCounted() {
        for (int i = 0; i < 200; i++) {
            receive("\"message_reaction_count\":{" + GROUP + ",\"message_id\":" + i % 20 + ",\"date\":" + now()
                    + ",\"reactions\":[]}");
            time.advance(SECOND.dividedBy(4));
        }
        assertThat(decisions).allMatch(Decision::isAllowed);
    }

    @Test
    void anAnonymousPollHas40VotesAMinute() {
        for (int i = 0; i < 400; i++) {
            receive("\"poll\":{\"id\":\"7\",\"question\":\"Tea?\",\"options\":[],\"total_voter_count\":" + i
                    + ",\"is_anonymous\":true}");
            time.advance(Duration.ofMillis(1_500));
        }
        assertThat(decisions).hasSize(400).allMatch(Decision::isAllowed);
    }

    @Test
    void votersAreNamedInAnotherPoll() {
        for (int i = 0; i < 400; i++) {
            receive("\"poll_answer\":{\"poll_id\":\"7\",\"user\":{\"id\":" + (i + 1) + "},\"option_ids\":[0]}");
            time.advance(Duration.ofMillis(1_500));
        }
        assertThat(decisions).allMatch(Decision::isAllowed);
    }

    /** A bot that answers for a business account gets its own answers as updates, in the name of the account's owner. */
    @Test
    void aBotAnswersForABusiness() {
        for (int minute = 0; minute < 10; minute++) {
            for (int customer = 1; customer <= 30; customer++) {
                String chat = "\"business_connection_id\":\"c\",\"chat\":{\"id\":" + customer + "},\"date\":" + now();
                receive("\"business_message\":{\"from\":{\"id\":" + customer + "}," + chat + ",\"text\":\"Open?\"}");
                for (String answer : List.of("Hello!", "Yes, till 8.", "Anything else?")) {
                    receive("\"business_message\":{\"from\":{\"id\":7}," + chat + ",\"text\":\"" + answer
                            + "\",\"sender_business_bot\":{\"id\":99,\"is_bot\":true}}");
                }
            }
            time.advance(Duration.ofMinutes(1));
        }
        assertThat(decisions).hasSize(1_200).allMatch(Decision::isAllowed);
    }

    /** Sent over half an hour, and delivered at once when the bot is back. */
    @Test
    void aBacklogComesAfterAnOutage() {
        for (int i = 0; i < 24; i++) {
            receive(text("message " + i, now() - 1_800 + i * 75L));
        }
        assertThat(decisions).hasSize(24).allMatch(Decision::isAllowed);
    }

    @Test
    void aLargerBacklogIsDeniedInPartAndBlocksNobody() {
        for (int i = 0; i < 100; i++) {
            receive(text("message " + i, now() - 1_800 + i * 17L));
        }
        assertThat(decisions).filteredOn(Decision::isAllowed).hasSizeGreaterThanOrEqualTo(24);
        time.advance(Duration.ofMinutes(1));
        receive(text("hello?", now()));
        assertThat(decisions.get(100).isAllowed()).isTrue();
    }

    @Test
    void aQuickWriterIsNoFlood() {
        for (int i = 0; i < 40; i++) {
            receive(text("line " + i, now()));
            time.advance(SECOND);
        }
        assertThat(decisions).allMatch(Decision::isAllowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "business_message", "callback_query"})
    void aFloodOf30In10SecondsEndsInABlock(String kind) {
        for (int i = 0; i < 30; i++) {
            receive(
                    kind.equals("callback_query")
                            ? "\"callback_query\":{\"id\":\"1\"," + USER + ",\"message\":{\"message_id\":1," + GROUP
                                    + "},\"data\":\"page:" + i + "\"}"
                            : text("flood " + i, now()).replace("\"message\"", "\"" + kind + "\""));
            time.advance(Duration.ofSeconds(10).dividedBy(30));
        }
        assertThat(decisions).filteredOn(Decision::isAllowed).hasSizeGreaterThanOrEqualTo(20);
        assertThat(decisions.get(29)).isInstanceOf(Denied.class);
        assertThat(((Denied) decisions.get(29)).reason()).isEqualTo(Reason.BLOCKED);
        assertThat(((Denied) decisions.get(29)).blockedUntil()).isAfter(time.instant());

        time.advance(Duration.ofMinutes(1));
        receive(text("sorry", now()));
        assertThat(decisions.get(30).isAllowed()).isTrue();
    }

    @Test
    void aDoubleTapIsOne() {
        String tap = "\"callback_query\":{\"id\":\"1\"," + USER + ",\"message\":{\"message_id\":1," + GROUP
                + "},\"data\":\"buy:7\"}";
        receive(tap);
        time.advance(Duration.ofMillis(300));
        receive(tap);
        assertThat(decisions.get(0).isAllowed()).isTrue();
        assertThat(((Denied) decisions.get(1)).reason()).isEqualTo(Reason.DUPLICATE);
    }

    @Test
    void theFileHasNothingToWarnOf() throws IOException {
        try (InputStream file = file()) {
            assertThat(PolicyFile.review("starter.yml", file, Telegram.PLATFORM).warnings())
                    .isEmpty();
        }
        try (InputStream file = file()) {
            PolicySet policy = PolicyFile.parse("starter.yml", file);
            assertThat(policy).isEqualTo(Telegram.starterPolicy());
        }
    }

    @Test
    void thePageShowsTheFile() throws IOException {
        try (InputStream file = file()) {
            String yaml = new String(file.readAllBytes(), UTF_8);
            assertThat(Files.readString(Path.of("..", "docs", "telegram.md")))
                    .contains(String.join("\n", "```yaml", yaml + "```"));
        }
    }

    private static InputStream file() {
        return Objects.requireNonNull(Telegram.class.getResourceAsStream("starter.yml"));
    }

    private static String text(String text, long date) {
        return "\"message\":{\"message_id\":1," + USER + ",\"chat\":{\"id\":42},\"date\":" + date + ",\"text\":\""
                + text + "\"}";
    }

    private long now() {
        return time.instant().getEpochSecond();
    }

    private void receive(String own) {
        updateId++;
        decisions.add(sentinel.check(TelegramUpdate.parse("{\"update_id\":" + updateId + "," + own + "}")));
    }
}
