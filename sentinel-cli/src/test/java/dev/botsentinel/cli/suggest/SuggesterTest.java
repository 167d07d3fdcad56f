package dev.botsentinel.cli.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.worstcase.Occurrences;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggesterTest {

    private static final int USERS = 1500;

    @Test
    void aHandfulOfFloodsMovesNoSuggestionByMoreThanATenth() {
        int compared = 0;
        for (int seed = 0; seed < 20; seed++) {
            List<Suggestion> calm = suggest(new SeededDay(seed).users(USERS), 0.001);
            List<Suggestion> flooded = suggest(new SeededDay(seed).users(USERS).floods(5, seed), 0.001);
            Map<String, Integer> before = permits(calm);
            Map<String, Integer> after = permits(flooded);
            assertThat(after.keySet()).as("seed %s", seed).isEqualTo(before.keySet());
            for (Map.Entry<String, Integer> limit : before.entrySet()) {
                double change = Math.abs(after.getOrDefault(limit.getKey(), 0) - limit.getValue());
                assertThat(change / limit.getValue())
                        .as("seed %s, %s: %s, with floods %s", seed, limit.getKey(), limit.getValue(), after)
                        .isLessThanOrEqualTo(0.1);
                compared++;
            }
            assertThat(flooded.stream().mapToInt(Suggestion::floods).sum())
                    .as("left out, seed %s", seed)
                    .isBetween(5, 15);
        }
        assertThat(compared).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.01, 0.05})
    void noMoreThanTheShareOfOrdinaryUsersWouldBeDeniedSomethingAndOnePermitLessWouldDenyMore(double share) {
        SeededDay day = new SeededDay(99).users(USERS);
        for (Suggestion suggestion : suggest(day, share)) {
            assertThat(suggestion.denied()).isLessThanOrEqualTo((int) (share * suggestion.users()));
            Map<String, Occurrences> byUser = day.traffic().byAction().getOrDefault(suggestion.action(), Map.of());
            Set<String> denied = new HashSet<>();
            suggestion.limits().forEach(limit -> denied.addAll(denied(byUser, limit, 0)));
            assertThat(denied).as("%s", suggestion).hasSize(suggestion.denied() + suggestion.floods());
            for (SuggestedLimit limit : suggestion.limits()) {
                assertThat(denied.containsAll(denied(byUser, limit, 1)))
                        .as("denied with a permit less: %s", limit)
                        .isFalse();
            }
        }
    }

    private static Set<String> denied(Map<String, Occurrences> byUser, SuggestedLimit limit, int less) {
        return byUser.entrySet().stream()
                .filter(user -> user.getValue().mostWithin(limit.per().toNanos() / 1000) > limit.permits() - less)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void noSuggestedLimitIsPointlessBesideAnother() {
        for (Suggestion suggestion : suggest(new SeededDay(3).users(USERS), 0.001)) {
            List<SuggestedLimit> limits = suggestion.limits();
            assertThat(limits).isNotEmpty();
            for (int i = 1; i < limits.size(); i++) {
                assertThat(limits.get(i).permits())
                        .isGreaterThan(limits.get(i - 1).permits());
            }
        }
    }

    @Test
    void actionsOfFewUsersCountTogether() {
        RecordedTraffic traffic = new RecordedTraffic();
        for (int user = 0; user < 30; user++) {
            traffic.add(request("/known", user).build(), 1_000_000L * user);
            traffic.add(request("/invented" + user, user).build(), 1_000_000L * user);
            traffic.add(request("callback:a*b", user).build(), 1_000_000L * user);
        }
        List<Suggestion> suggestions = new Suggester(0.001, 20).suggest(traffic);
        assertThat(suggestions).extracting(Suggestion::action).containsExactly("/known", "*");
        assertThat(suggestions.get(1).updates()).isEqualTo(60);
        assertThat(suggestions.get(1).limits().get(0).permits()).isEqualTo(2);
        assertThat(new Suggester(0.001, 31).suggest(traffic)).isEmpty();
    }

    @Test
    void whatSpendsNoPermitIsLeftOut() {
        RecordedTraffic traffic = new RecordedTraffic();
        traffic.add(request("message", 1).exemption(Exemption.ALWAYS).build(), 1);
        traffic.add(Request.builder("channel_post").chat("1").build(), 1);
        for (int part = 0; part < 10; part++) {
            traffic.add(request("message", 1).album("a").build(), 1);
        }
        traffic.add(request("message", 1).album("b").build(), 2);
        assertThat(traffic.updates()).isEqualTo(2);
    }

    @Test
    void windowsLongerThanTheRecordingAreNotSuggested() {
        RecordedTraffic traffic = new RecordedTraffic();
        for (int second = 0; second < 100; second++) {
            for (int user = 0; user < 20; user++) {
                traffic.add(request("message", user).build(), second * 1_000_000L);
            }
        }
        assertThat(new Suggester(0, 20).suggest(traffic).get(0).limits())
                .extracting(SuggestedLimit::per)
                .containsExactly(Duration.ofSeconds(10))
                .doesNotContain(Duration.ofHours(1));
    }

    @Test
    void peaksOfPeopleAreToldFromFloods() {
        int[] byUser = new int[1000];
        for (int user = 0; user < byUser.length; user++) {
            byUser[user] = 1 + user % 7;
        }
        byUser[0] = 300;
        Peaks peaks = new Peaks(byUser);
        assertThat(peaks.quantile(0.5)).isEqualTo(4);
        assertThat(peaks.floodLevel()).isBetween(8.0, 60.0);
        assertThat(new Peaks(new int[] {1, 1, 1, 1, 4}).floodLevel()).isGreaterThanOrEqualTo(4);
    }

    private static List<Suggestion> suggest(SeededDay day, double share) {
        return new Suggester(share, 20).suggest(day.traffic());
    }

    private static Map<String, Integer> permits(List<Suggestion> suggestions) {
        Map<String, Integer> permits = new HashMap<>();
        suggestions.forEach(suggestion -> suggestion
                .limits()
                .forEach(limit -> permits.put(suggestion.action() + " " + limit.per(), limit.permits())));
        return permits;
    }

    private static Request.Builder request(String action, long user) {
        return Request.builder(action).subject(user).chat(user);
    }
}
