package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

    private static final List<String> NAMES = List.of("money", "admin", "user", "limits", "x");

    @ParameterizedTest
    @CsvSource({
        "mony, money",
        "monney, money",
        "nomey, money",
        "MONEY, money",
        "adnim, admin",
        "admins, admin",
        "usr, user",
        "limit, limits",
        "lmiits, limits",
        "lımits, limits",
        "X, x"
    })
    void theNearest(String name, String expected) {
        assertThat(DidYouMean.nearest(name, NAMES)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"something", "''", "y", "abc"})
    void noneIfNoneIsNear(String name) {
        assertThat(DidYouMean.nearest(name, NAMES)).isEmpty();
    }

    @Test
    void theNearerOfTwoAndTheFirstOfEquals() {
        assertThat(DidYouMean.nearest("user1", List.of("users22", "user"))).contains("user");
        assertThat(DidYouMean.nearest("user3", List.of("user2", "user1"))).contains("user1");
    }

    @Test
    void whatToSay() {
        assertThat(DidYouMean.hint("mony", NAMES)).isEqualTo("did you mean 'money'?");
        assertThat(DidYouMean.hint("something", NAMES)).isEqualTo("there are: admin, limits, money, user, x");
        assertThat(DidYouMean.hint("x", List.of())).isEqualTo("there are none");
    }

    @Test
    void ofManyTheTwentyNearestAreTold() {
        List<String> many =
                IntStream.range(0, 900).mapToObj(i -> "a-long-name-" + i).toList();

        assertThat(DidYouMean.hint("nothing", many))
                .startsWith("there are: a-long-name-0, ")
                .endsWith(", …")
                .hasSizeLessThan(500);
    }

    @Test
    void namesTooLongToBeATypo() {
        assertThat(DidYouMean.nearest("x".repeat(100_000), List.of("x".repeat(100_001))))
                .isEmpty();
    }
}
