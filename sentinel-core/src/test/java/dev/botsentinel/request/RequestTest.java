package dev.botsentinel.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                42,
                -1001234567890L,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void anIdIsTheSameWhetherItComesAsANumberOrAsText(long id) {
        Request number = request().subject(id).chat(id).build();
        Request text =
                request().subject(Long.toString(id)).chat(Long.toString(id)).build();
        Request subject = request().subject(Subject.of(id)).build();
        for (Request request : List.of(number, text)) {
            assertThat(request.subject()).isEqualTo(Subject.of(id));
            assertThat(request.subjectId()).isEqualTo(Long.toString(id));
            assertThat(request.chat()).isEqualTo(Long.toString(id));
            assertThat(request.hasSubject()).isTrue();
            assertThat(request.hasChat()).isTrue();
            assertThat(request.isSubjectNumber()).isEqualTo(NumericId.isNumeric(id));
            assertThat(request.isChatNumber()).isEqualTo(NumericId.isNumeric(id));
            assertThat(request.subjectNumber()).isEqualTo(NumericId.isNumeric(id) ? id : 0);
            assertThat(request.chatNumber()).isEqualTo(NumericId.isNumeric(id) ? id : 0);
        }
        assertThat(subject.subjectId()).isEqualTo(number.subjectId());
        assertThat(subject.isSubjectNumber()).isEqualTo(number.isSubjectNumber());
        assertThat(number).hasToString(text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"042", "+42", "-0", "user", "connection/7", "\0"})
    void anIdThatIsNoNumberStaysAsItIs(String id) {
        Request request = request().subject(id).chat(id).build();
        assertThat(request.subjectId()).isEqualTo(id);
        assertThat(request.subject()).isEqualTo(new Subject(id));
        assertThat(request.chat()).isEqualTo(id);
        assertThat(request.isSubjectNumber()).isFalse();
        assertThat(request.isChatNumber()).isFalse();
    }

    @Test
    void whatIsMissingIsMissing() {
        Request request = request().build();
        assertThat(request.hasSubject()).isFalse();
        assertThat(request.subject()).isNull();
        assertThat(request.subjectId()).isNull();
        assertThat(request.isSubjectNumber()).isFalse();
        assertThat(request.hasChat()).isFalse();
        assertThat(request.chat()).isNull();
        assertThat(request.isChatNumber()).isFalse();
        assertThat(request.hasContent()).isFalse();
        assertThat(request.content()).isNull();
        assertThat(request.text()).isNull();
        assertThat(request.hasUpdateId()).isFalse();
        assertThat(request.updateId()).isZero();
        assertThat(request.album()).isNull();
        assertThat(request.exemption()).isEqualTo(Exemption.NONE);
        assertThat(request.impersonal()).isFalse();
        assertThat(request.bot()).isFalse();
    }

    @Test
    void theLastWordOfABuilderCounts() {
        Request.Builder builder = request().subject(42).chat(-100);
        assertThat(builder.subject("x").build().subjectId()).isEqualTo("x");
        assertThat(builder.subject(43).build().subjectId()).isEqualTo("43");
        assertThat(builder.subject((Subject) null).build().hasSubject()).isFalse();
        assertThat(builder.chat("x").build().chat()).isEqualTo("x");
        assertThat(builder.chat(-101).build().chat()).isEqualTo("-101");
        assertThat(builder.chat((String) null).build().hasChat()).isFalse();
        assertThat(builder.text("a").content(Content.of("photo", "b")).build().content())
                .isEqualTo(Content.of("photo", "b"));
        assertThat(builder.content(Content.of("photo", "b")).text("a").build().content())
                .isEqualTo(Content.text("a"));
        assertThat(builder.content(null).build().hasContent()).isFalse();
        assertThat(builder.album("a").album(null).build().album()).isNull();
        assertThat(builder.impersonal(true).impersonal(false).build().impersonal())
                .isFalse();
        assertThat(builder.bot(true).bot(false).build().bot()).isFalse();
    }

    @Test
    void aRequestDoesNotChangeWithItsBuilder() {
        Request.Builder builder = request().subject(42).chat(-100).text("a").updateId(1);
        Request request = builder.build();
        builder.subject("x").chat("y").text("b").updateId(2).impersonal(true);
        assertThat(request.subjectId()).isEqualTo("42");
        assertThat(request.chat()).isEqualTo("-100");
        assertThat(request.text()).isEqualTo("a");
        assertThat(request.updateId()).isEqualTo(1);
        assertThat(request.impersonal()).isFalse();
    }

    @Test
    void plainTextIsTheSameContentWhicheverWayItCame() {
        for (Request request : List.of(
                request().text("/pay 5").build(),
                request().content(Content.text("/pay 5")).build(),
                request().content(Content.of("text", "/pay 5")).build())) {
            assertThat(request.hasContent()).isTrue();
            assertThat(request.text()).isEqualTo("/pay 5");
            assertThat(request.content()).isEqualTo(Content.text("/pay 5"));
        }
    }

    @Test
    void allElseIsContentAndNoText() {
        for (Content content :
                List.of(Content.of("photo", "id"), Content.of("text", "a", "b"), new Content("text", List.of()))) {
            Request request = request().content(content).build();
            assertThat(request.hasContent()).isTrue();
            assertThat(request.text()).isNull();
            assertThat(request.content()).isSameAs(content);
        }
    }

    @Test
    void thePathIsTheActionUnlessTheAdapterSaysMore() {
        assertThat(request().build().path()).isEqualTo("/pay");
        assertThat(request().path("/pay").build().path()).isEqualTo("/pay");
        assertThat(Request.builder("callback:buy")
                        .path("callback:buy:17")
                        .build()
                        .path())
                .isEqualTo("callback:buy:17");
        assertThat(Request.builder("message")
                        .pathWithText("message:text")
                        .text("Help")
                        .build()
                        .path())
                .isEqualTo("message:text:Help");
        assertThatIllegalArgumentException().isThrownBy(() -> request().path("/payment"));
        assertThatIllegalArgumentException().isThrownBy(() -> request().path("/pa"));
    }

    @Test
    void aPathThatSaysTheContentGoesWithIt() {
        Request press = Request.builder("callback:buy").path("callback:buy:17").build();
        assertThat(press.withoutContent().path()).isEqualTo("callback:buy");
        Request text = Request.builder("message")
                .pathWithText("message:text")
                .text("Help")
                .build();
        assertThat(text.withoutContent().path()).isEqualTo("message");
    }

    @Test
    void aBuilderOfARequestHasAllOfIt() {
        Request request = Request.builder("message")
                .pathWithText("message:text")
                .text("Help")
                .subject(42)
                .chat("connection/7")
                .topic("9")
                .space("guild")
                .album("album")
                .updateId(-5)
                .sentAt(Instant.parse("2026-01-01T00:00:00.000001Z"))
                .deliberate(false)
                .impersonal(true)
                .bot(true)
                .exemption(Exemption.ALWAYS)
                .build();
        assertThat(request.toBuilder().build()).usingRecursiveComparison().isEqualTo(request);
        assertThat(request.topic()).isEqualTo("9");
        assertThat(request.space()).isEqualTo("guild");
        assertThat(request.deliberate()).isFalse();
    }

    @Test
    void aTopicIsOfItsChat() {
        assertThat(request().topic("9").chat("7").build().hasTopic()).isTrue();
        Request nowhere = request().topic("9").chat((String) null).build();
        assertThat(nowhere.hasTopic()).isFalse();
        assertThat(nowhere.topic()).isEqualTo("9");
        assertThat(request().chat("7").build().hasTopic()).isFalse();
    }

    @Test
    void aSpaceIsAnIdLikeTheOthers() {
        assertThat(request().build().hasSpace()).isFalse();
        assertThat(request().space("guild").build().hasSpace()).isTrue();
        assertThat(request().space("guild").space(null).build().space()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request().space(""))
                .withMessage("a space id has 1 to 128 characters, this one has 0; use the platform's own id");
        assertThatIllegalArgumentException().isThrownBy(() -> request().space("x".repeat(129)));
    }

    @Test
    void anAgeIsExactToTheMicrosecond() {
        Request request =
                request().sentAt(Instant.parse("2026-01-01T00:00:00Z")).build();
        long sent = 1_767_225_600_000_000L;
        assertThat(request.sentAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(request().sentAtSecond(1_767_225_600).build().sentAt()).isEqualTo(request.sentAt());
        assertThat(request.isOlderThan(5, sent + 5)).isFalse();
        assertThat(request.isOlderThan(5, sent + 6)).isTrue();
        assertThat(request().build().isOlderThan(0, Long.MAX_VALUE)).isFalse();
        assertThat(request().build().sentAt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2262-04-12T00:00:00.000001Z", "9999-12-31T23:59:59.999999Z", "1677-09-20T00:00:00.000001Z"})
    void datesBeyondTheReachOfNanosecondsAreExact(Instant sentAt) {
        assertThat(request().sentAt(sentAt).build().sentAt()).isEqualTo(sentAt);
    }

    @Test
    void datesBeyondTheReachOfMicrosecondsAreTheFarthest() {
        assertThat(request().sentAt(Instant.MAX).build().isOlderThan(0, Long.MAX_VALUE / 2))
                .isFalse();
        assertThat(request().sentAt(Instant.MIN).build().isOlderThan(0, 0)).isTrue();
        assertThat(request().sentAtSecond(Long.MAX_VALUE).build().isOlderThan(0, Long.MAX_VALUE / 2))
                .isFalse();
        assertThat(request().sentAtSecond(Long.MIN_VALUE).build().isOlderThan(0, 0))
                .isTrue();
    }

    @Test
    void withoutItsContentARequestIsTheSameOtherwise() {
        for (Request.Builder builder :
                List.of(request().text("a secret"), request().content(Content.of("photo", "a secret")))) {
            Request request = builder.subject(42)
                    .chat("connection/7")
                    .updateId(-5)
                    .album("album")
                    .exemption(Exemption.UNLESS_BLOCKED)
                    .impersonal(true)
                    .bot(true)
                    .build();
            Request without = request.withoutContent();
            assertThat(without.hasContent()).isFalse();
            assertThat(without.content()).isNull();
            assertThat(without.text()).isNull();
            assertThat(without)
                    .usingRecursiveComparison()
                    .ignoringFields("text", "rest.content", "traits")
                    .isEqualTo(request);
            assertThat(without.traits()).isEqualTo(request.traits() & ~Request.HAS_CONTENT);
            assertThat(without.updateId()).isEqualTo(-5);
            assertThat(without.hasUpdateId()).isTrue();
            assertThat(without.album()).isEqualTo("album");
            assertThat(without.exemption()).isEqualTo(Exemption.UNLESS_BLOCKED);
            assertThat(without.impersonal()).isTrue();
            assertThat(without.bot()).isTrue();
            assertThat(without.withoutContent()).isSameAs(without);
        }
    }

    @Test
    void traitsSayWhatTheMethodsSay() {
        int named = Request.HAS_SUBJECT
                | Request.HAS_CHAT
                | Request.HAS_CONTENT
                | Request.HAS_UPDATE_ID
                | Request.HAS_TOPIC
                | Request.HAS_SPACE
                | Request.HAS_ALBUM
                | Request.IS_DATED
                | Request.IMPERSONAL
                | Request.NOT_DELIBERATE;
        assertThat(request().build().traits() & named).isZero();
        assertThat(request().subject(0).build().traits() & named).isEqualTo(Request.HAS_SUBJECT);
        assertThat(request().subject("a").build().traits() & named).isEqualTo(Request.HAS_SUBJECT);
        assertThat(request().chat(0).build().traits() & named).isEqualTo(Request.HAS_CHAT);
        assertThat(request().text("").build().traits() & named).isEqualTo(Request.HAS_CONTENT);
        assertThat(request().content(Content.of("photo", "7")).build().traits() & named)
                .isEqualTo(Request.HAS_CONTENT);
        assertThat(request().updateId(0).build().traits() & named).isEqualTo(Request.HAS_UPDATE_ID);
        assertThat(request().topic("9").build().traits() & named).isZero();
        assertThat(request().topic("9").chat("7").build().traits() & named)
                .isEqualTo(Request.HAS_TOPIC | Request.HAS_CHAT);
        assertThat(request().space("7").build().traits() & named).isEqualTo(Request.HAS_SPACE);
        assertThat(request().album("a").build().traits() & named).isEqualTo(Request.HAS_ALBUM);
        assertThat(request().sentAtSecond(0).build().traits() & named).isEqualTo(Request.IS_DATED);
        assertThat(request().impersonal(true).build().traits() & named).isEqualTo(Request.IMPERSONAL);
        assertThat(request().deliberate(false).build().traits() & named).isEqualTo(Request.NOT_DELIBERATE);
        assertThat(request().bot(true).exemption(Exemption.ALWAYS).build().traits() & named)
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Exemption.class)
    void anExemptionIsOneOfThree(Exemption exemption) {
        assertThat(request().exemption(exemption).build().exemption()).isEqualTo(exemption);
        for (Exemption before : Exemption.values()) {
            assertThat(request().exemption(before).exemption(exemption).build().exemption())
                    .isEqualTo(exemption);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 7, Long.MIN_VALUE, Long.MAX_VALUE})
    void anyNumberIsAnUpdateId(long id) {
        Request request = request().updateId(id).build();
        assertThat(request.hasUpdateId()).isTrue();
        assertThat(request.updateId()).isEqualTo(id);
    }

    @Test
    void anUpdateIdMayBeATextAndTheLastOneCounts() {
        Request request = request().updateId(7).updateId("Ev1").build();
        assertThat(request.hasUpdateId()).isTrue();
        assertThat(request.updateIdText()).isEqualTo("Ev1");
        assertThat(request.updateId()).isZero();
        assertThat(request.toBuilder().build().updateIdText()).isEqualTo("Ev1");
        Request number = request.toBuilder().updateId(7).build();
        assertThat(number.updateIdText()).isNull();
        assertThat(number.updateId()).isEqualTo(7);
        assertThat(request().build().updateIdText()).isNull();
        assertThat(request().updateId("x".repeat(256)).build().updateIdText()).hasSize(256);
    }

    @Test
    void aTextOfNoOrTooManyCharactersIsNoUpdateId() {
        for (String bad : List.of("", "x".repeat(257))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request().updateId(bad))
                    .withMessage("an update id has 1 to 256 characters, this one has " + bad.length()
                            + "; use the platform's own id, and leave updateId out for an update without one");
        }
    }

    @Test
    void whatIsPrintedNamesActionSubjectAndChatAndNoContent() {
        assertThat(request().subject(42).text("a secret").build())
                .hasToString("Request[action=/pay, subject=42, chat=null]");
        assertThat(request().content(Content.of("photo", "a secret")).build().toString())
                .doesNotContain("secret");
    }

    @Test
    void anActionHasAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Request.builder(""));
        Request request = Request.builder(new Action("/a")).build();
        assertThat(request.actionName()).isEqualTo("/a");
        assertThat(request.action()).isEqualTo(new Action("/a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void anIdHas1To128Characters(int length) {
        String id = "x".repeat(length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request().subject(id))
                .withMessageContaining("a subject id has 1 to 128 characters, this one has " + length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request().chat(id))
                .withMessageContaining("a chat id has 1 to 128 characters, this one has " + length);
        assertThat(request().subject("x".repeat(128)).build().subjectId()).hasSize(128);
    }

    @Test
    void nullIsNoText() {
        assertThatNullPointerException().isThrownBy(() -> request().text(null));
        assertThatNullPointerException().isThrownBy(() -> request().subject((String) null));
    }

    private static Request.Builder request() {
        return Request.builder("/pay");
    }
}
