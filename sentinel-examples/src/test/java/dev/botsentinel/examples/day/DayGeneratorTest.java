package dev.botsentinel.examples.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DayGeneratorTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String COMMITTED = resource("updates.jsonl");
    private static final List<JsonNode> ENVELOPES =
            COMMITTED.lines().map(JSON::readTree).toList();
    private static final Cast CAST = new Cast(0);

    @Test
    void sameSeedGivesTheCommittedDayByteForByte() throws IOException {
        assertThat(day(DayGenerator.SEED, 3_000).equals(COMMITTED))
                .as("updates.jsonl is what the generator writes; see day/README.md to make it again")
                .isTrue();
    }

    @Test
    void committedPrincipalsAreTheGeneratorsToo() throws IOException {
        StringWriter out = new StringWriter();
        new DayGenerator(DayGenerator.SEED, 3_000).writePrincipals(out);
        assertThat(out).hasToString(resource("principals.json"));
    }

    @Test
    void anotherSeedGivesAnotherDay() throws IOException {
        assertThat(day(DayGenerator.SEED + 1, 3_000).equals(COMMITTED)).isFalse();
    }

    @Test
    void oneGeneratorWritesTheSameDayTwice() throws IOException {
        DayGenerator generator = new DayGenerator(7, 3_000);
        StringWriter first = new StringWriter();
        StringWriter second = new StringWriter();
        assertThat(generator.writeUpdates(first)).isEqualTo(generator.writeUpdates(second));
        assertThat(first.toString().contentEquals(second.getBuffer())).isTrue();
    }

    @Test
    void dayIsSmallEnoughToCommit() {
        assertThat(COMMITTED.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
        assertThat(ENVELOPES).hasSizeBetween(2_900, 3_400);
    }

    @Test
    void everyLineIsAnEnvelopeWithOneUpdateOfOneKind() {
        assertThat(COMMITTED).endsWith("}\n");
        assertThat(ENVELOPES).allSatisfy(envelope -> {
            assertThat(envelope.propertyNames()).containsExactly("at", "update");
            assertThat(envelope.path("at").asString()).matches("2026-03-14T\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
            assertThat(envelope.path("update").propertyNames()).hasSize(2).startsWith("update_id");
            assertThat(payload(envelope).isObject()).isTrue();
        });
    }

    @Test
    void timeNeverRunsBackAndStandsStillNowAndThen() {
        int equal = 0;
        for (int i = 1; i < ENVELOPES.size(); i++) {
            int order = at(ENVELOPES.get(i)).compareTo(at(ENVELOPES.get(i - 1)));
            assertThat(order).as("line %d", i + 1).isNotNegative();
            equal += order == 0 ? 1 : 0;
        }
        // The albums' later parts: 2 + 3 + 5 + 9, and 5 times 9; more only by a rare chance.
        assertThat(equal).isBetween(64, 74);
    }

    @Test
    void sendingComesBeforeReceiving() {
        for (JsonNode envelope : ENVELOPES) {
            JsonNode payload = payload(envelope);
            long date = payload.path("edit_date").asLong(payload.path("date").asLong(0));
            assertThat(date).isLessThanOrEqualTo(at(envelope).getEpochSecond());
        }
    }

    @Test
    void updateIdsRiseSaveForRedeliveriesWhichRepeatTheUpdate() {
        Map<Long, JsonNode> known = new HashMap<>();
        long last = 0;
        int redelivered = 0;
        for (JsonNode envelope : ENVELOPES) {
            JsonNode update = envelope.path("update");
            long id = update.path("update_id").asLong();
            JsonNode before = known.putIfAbsent(id, update);
            if (before == null) {
                assertThat(id).isGreaterThan(last);
                last = id;
            } else {
                assertThat(update).isEqualTo(before);
                redelivered++;
            }
        }
        assertThat(redelivered).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "message, 1900", "edited_message, 20", "channel_post, 9", "edited_channel_post, 3",
        "callback_query, 250", "inline_query, 100", "chosen_inline_result, 10", "pre_checkout_query, 10",
        "shipping_query, 1", "my_chat_member, 5", "chat_member, 77", "chat_join_request, 4",
        "message_reaction, 20", "message_reaction_count, 1", "poll, 1", "poll_answer, 18",
        "business_connection, 2", "business_message, 10", "chat_boost, 1", "hologram_invitation, 3"
    })
    void everyKindOfUpdateIsThere(String kind, long least) {
        assertThat(ENVELOPES.stream()
                        .filter(envelope -> envelope.path("update").has(kind))
                        .count())
                .isGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource({
        "photo, 23",
        "sticker, 10",
        "voice, 5",
        "video, 1",
        "video_note, 1",
        "animation, 1",
        "document, 2",
        "location, 1",
        "venue, 1",
        "contact, 1",
        "dice, 2",
        "poll, 1",
        "media_group_id, 73",
        "is_topic_message, 13",
        "caption, 5",
        "reply_to_message, 10",
        "successful_payment, 5",
        "is_automatic_forward, 8",
        "migrate_to_chat_id, 1",
        "migrate_from_chat_id, 1"
    })
    void everyKindOfMessageIsThere(String field, long least) {
        assertThat(count(payload -> payload.has(field))).isGreaterThanOrEqualTo(least);
    }

    @Test
    void everyoneOfTheCastPlaysTheirPart() {
        Cast.Leads leads = CAST.leads();
        assertThat(count(from(leads.flooder()))).isEqualTo(400 + 45 + 6 + 12);
        assertThat(count(from(leads.hopper()).and(command("/a\\d+(@\\w+)?")))).isGreaterThan(90);
        assertThat(count(from(leads.intruder()).and(command("/admin_\\w+.*")))).isGreaterThanOrEqualTo(4);
        assertThat(count(from(leads.admin()).and(command("/admin_\\w+.*")))).isGreaterThan(16);
        assertThat(count(from(leads.guest()).and(command("/transfer .*")))).isEqualTo(3);
        assertThat(count(from(leads.stale()).and(command("/transfer .*")))).isEqualTo(3);
        assertThat(count(from(leads.merchant()).and(command("/transfer .*")))).isEqualTo(9);
        assertThat(count(from(leads.banned()))).isEqualTo(11);
        assertThat(leads.banned().id()).isEqualTo(666);
        assertThat(count(from(leads.smuggler()).and(payload -> payload.has("media_group_id"))))
                .isEqualTo(50);
        assertThat(count(from(leads.guesser()).and(command("/coupon .*")))).isEqualTo(7);
        assertThat(count(from(leads.player()).and(command("/wheel")))).isEqualTo(3);
        assertThat(count(from(leads.rambler()).and(payload -> payload.has("edit_date"))))
                .isEqualTo(80);
        assertThat(count(from(Person.GROUP_ANONYMOUS_BOT))).isGreaterThanOrEqualTo(8);
        assertThat(count(from(Person.CHANNEL_BOT))).isEqualTo(6);
        assertThat(count(from(Person.TELEGRAM))).isEqualTo(8);
        assertThat(CAST.crowd())
                .allSatisfy(person -> assertThat(count(from(person))).isGreaterThan(5));
        assertThat(CAST.swarm())
                .allSatisfy(account -> assertThat(count(from(account))).isBetween(5L, 6L));
    }

    @Test
    void swarmFallsOnTheMarketWithinOneMinute() {
        Set<Long> accounts = new HashSet<>();
        CAST.swarm().forEach(account -> accounts.add(account.id()));
        List<Instant> shouts = ENVELOPES.stream()
                .filter(envelope -> accounts.contains(
                                payload(envelope).path("from").path("id").asLong(0))
                        && payload(envelope).path("chat").path("id").asLong(0)
                                == CAST.market().id()
                        && payload(envelope).has("text"))
                .map(DayGeneratorTest::at)
                .toList();
        assertThat(shouts).hasSizeGreaterThanOrEqualTo(180);
        assertThat(shouts.get(shouts.size() - 1)).isBefore(shouts.get(0).plusSeconds(61));
    }

    @Test
    void backlogArrivesLongAfterItWasSent() {
        assertThat(ENVELOPES.stream()
                        .filter(envelope -> payload(envelope).path("date").asLong(Long.MAX_VALUE)
                                < at(envelope).getEpochSecond() - 60)
                        .filter(envelope -> envelope.path("update").has("message")))
                .hasSizeBetween(38, 45);
    }

    @Test
    void buttonsAreTappedTwice() {
        Map<String, Instant> lastTap = new HashMap<>();
        int doubleTaps = 0;
        for (JsonNode envelope : ENVELOPES) {
            JsonNode query = envelope.path("update").path("callback_query");
            if (query.isObject()) {
                String tap = query.path("from").path("id") + " " + query.path("data");
                Instant before = lastTap.put(tap, at(envelope));
                doubleTaps += before != null && at(envelope).isBefore(before.plusMillis(401)) ? 1 : 0;
            }
        }
        assertThat(doubleTaps).isGreaterThan(10);
    }

    @Test
    void largerDayHasMorePeopleOnTheSameClock() throws IOException {
        List<JsonNode> envelopes =
                day(DayGenerator.SEED, 9_000).lines().map(JSON::readTree).toList();
        assertThat(envelopes).hasSizeBetween(8_900, 10_400).isSortedAccordingTo((a, b) -> at(a).compareTo(at(b)));
        Set<Long> people = new HashSet<>();
        for (int district = 0; district < 400; district++) {
            Cast cast = new Cast(district);
            assertThat(cast.crowd())
                    .allSatisfy(person -> assertThat(people.add(person.id())).isTrue());
            assertThat(cast.swarm())
                    .allSatisfy(person -> assertThat(people.add(person.id())).isTrue());
        }
    }

    private static String day(long seed, long updates) throws IOException {
        StringWriter out = new StringWriter();
        new DayGenerator(seed, updates).writeUpdates(out);
        return out.toString();
    }

    private static String resource(String name) {
        try (InputStream in = DayGenerator.class.getResourceAsStream("/day/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(Predicate<JsonNode> matches) {
        return ENVELOPES.stream().map(DayGeneratorTest::payload).filter(matches).count();
    }

    private static Predicate<JsonNode> from(Person person) {
        return payload -> payload.path("from").path("id").asLong(0) == person.id()
                || payload.path("user").path("id").asLong(0) == person.id();
    }

    private static Predicate<JsonNode> command(String pattern) {
        return payload -> payload.path("text").asString("").matches(pattern);
    }

    private static Instant at(JsonNode envelope) {
        return Instant.parse(envelope.path("at").asString());
    }

    private static JsonNode payload(JsonNode envelope) {
        JsonNode payload = envelope;
        for (JsonNode field : envelope.path("update")) {
            payload = field;
        }
        return payload;
    }
}
