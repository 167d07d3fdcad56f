package dev.botsentinel.redaction.log4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.redaction.ClientFailures;
import dev.botsentinel.redaction.ClientFailures.Call;
import dev.botsentinel.redaction.Tokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactingRewritePolicyTest {

    private static final String CONFIGURATION = """
            <Configuration status="warn">
              <Appenders>
                <File name="File" fileName="FILE"><PatternLayout pattern="%p %X %c - %m%n%throwable"/></File>
                <Rewrite name="Redacted">
                  <RedactTokens/>
                  <AppenderRef ref="File"/>
                </Rewrite>
              </Appenders>
              <Loggers><Root level="trace"><AppenderRef ref="APPENDER"/></Root></Loggers>
            </Configuration>
            """;

    private static String logged(Path directory, String appender, List<Call> calls) throws IOException {
        Path file = Files.createTempFile(directory, "log", ".log");
        LoggerContext context = new LoggerContext("test");
        byte[] xml = CONFIGURATION
                .replace("FILE", file.toString())
                .replace("APPENDER", appender)
                .getBytes(StandardCharsets.UTF_8);
        context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(xml))));
        Logger logger = context.getLogger("bot");
        for (Call call : calls) {
            ThreadContext.putAll(call.context());
            List<Object> arguments = new ArrayList<>(call.arguments());
            if (call.thrown() != null) {
                arguments.add(call.thrown());
            }
            logger.trace(call.message(), arguments.toArray());
            ThreadContext.clearAll();
        }
        context.stop();
        return Files.readString(file);
    }

    @Test
    void noneOfTenFailuresShowsTheToken(@TempDir Path directory) throws IOException {
        assertThat(logged(directory, "Redacted", ClientFailures.ten()))
                .doesNotContain(Tokens.SECRET)
                .contains(
                        "[redacted]", "123456789", "\tat ", "Caused by: java.io.IOException: connect to", "Suppressed");
    }

    @Test
    void withoutItEachOfThemDoes(@TempDir Path directory) throws IOException {
        for (Call call : ClientFailures.ten()) {
            assertThat(logged(directory, "File", List.of(call)))
                    .as(call.message())
                    .contains(Tokens.SECRET);
        }
    }

    @Test
    void anEventWithoutATokenStaysAsItIs() {
        LogEvent event = Log4jLogEvent.newBuilder()
                .setMessage(new SimpleMessage("fine"))
                .setThrown(new IllegalStateException("fine, too", new IOException()))
                .build();
        assertThat(RedactingRewritePolicy.create().rewrite(event)).isSameAs(event);
    }

    @Test
    void endlessCausesAreCutOffRatherThanShown() {
        Throwable last = new Exception(Tokens.TELEGRAM);
        for (int i = 0; i < 1000; i++) {
            last = new Exception("wrapped", last);
        }
        Throwable redacted = RedactedThrowable.of(last);
        int depth = 0;
        for (Throwable at = redacted; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain(Tokens.SECRET);
            depth++;
        }
        assertThat(depth).isLessThanOrEqualTo(200);
    }
}
