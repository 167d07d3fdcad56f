package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.request.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

class ApiErrorsTest {

    private static final Request REQUEST = Request.builder("/a").build();

    private static ErrorKind kind(Throwable failure) {
        return ApiErrors.classifier("api").classify(failure, REQUEST);
    }

    private static TelegramApiRequestException refusal(int code, String more) {
        try {
            new SendMessage("1", "a")
                    .deserializeResponse(
                            "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"d\"" + more + "}");
            throw new AssertionError();
        } catch (TelegramApiRequestException refusal) {
            return refusal;
        }
    }

    private static TelegramApiRequestException retryAfter(long seconds) {
        return refusal(429, ",\"parameters\":{\"retry_after\":" + seconds + "}");
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "0, 1", "-5, 1", "86400, 86400", "2147483647, 86400"})
    void aRetryAfterCoolsTheLimitDownForADayAtMost(long seconds, long wait) {
        assertThat(kind(retryAfter(seconds))).isEqualTo(ErrorKind.RETRY_AFTER.cooling("api", Duration.ofSeconds(wait)));
    }

    @Test
    void theCauseCountsHoweverItIsWrapped() {
        Throwable wrapped = new RuntimeException(new ExecutionException(new TelegramApiException(retryAfter(7))));
        assertThat(kind(wrapped)).isEqualTo(ErrorKind.RETRY_AFTER.cooling("api", Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource({"400, bug", "401, bug", "403, unreachable", "429, transient", "500, transient", "502, transient"})
    void refusalsAreToldApart(int code, String kind) {
        assertThat(kind(refusal(code, "")).label()).isEqualTo(kind);
    }

    @Test
    void theNetworkIsTransientAndTheRestNobodyKnows() {
        assertThat(kind(new TelegramApiException(new IOException("reset")))).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(kind(new TimeoutException())).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(kind(new IllegalStateException())).isEqualTo(ErrorKind.UNCLASSIFIED);
    }

    @Test
    void causesThatGoInCirclesEnd() {
        RuntimeException one = new RuntimeException();
        one.initCause(new RuntimeException(one));
        assertThat(kind(one)).isEqualTo(ErrorKind.UNCLASSIFIED);
    }
}
