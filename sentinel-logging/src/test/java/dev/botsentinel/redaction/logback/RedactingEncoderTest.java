package dev.botsentinel.redaction.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import dev.botsentinel.redaction.ClientFailures;
import dev.botsentinel.redaction.ClientFailures.Call;
import dev.botsentinel.redaction.Tokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactingEncoderTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    private Logger logger(boolean redacting) {
        context.setMDCAdapter(mdc);
        var encoder = redacting ? new RedactingEncoder() : new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level [%mdc] %logger - %msg%n%ex");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger logger = context.getLogger("bot");
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
        return logger;
    }

    private String logged(boolean redacting, List<Call> calls) {
        Logger logger = logger(redacting);
        for (Call call : calls) {
            call.context().forEach(mdc::put);
            List<Object> arguments = new ArrayList<>(call.arguments());
            if (call.thrown() != null) {
                arguments.add(call.thrown());
            }
            logger.trace(call.message(), arguments.toArray());
            mdc.clear();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noneOfTenFailuresShowsTheToken() {
        String log = logged(true, ClientFailures.ten());
        assertThat(log)
                .doesNotContain(Tokens.SECRET)
                .contains("[redacted]", "123456789", "\tat ", "Caused by", "Suppressed");
    }

    @Test
    void withoutItEachOfThemDoes() {
        for (Call call : ClientFailures.ten()) {
            out.reset();
            context.reset();
            assertThat(logged(false, List.of(call))).as(call.message()).contains(Tokens.SECRET);
        }
    }
}
