package dev.botsentinel.redaction.logback;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.botsentinel.redaction.TokenRedactor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Logback's usual encoder with a pattern, which hides tokens in the finished line: in the message whatever its arguments were, in
 * exceptions, their causes and what they suppressed, and in the MDC. Use it in place of {@code PatternLayoutEncoder}:
 *
 * <pre>{@code
 * <encoder class="dev.botsentinel.redaction.logback.RedactingEncoder">
 *   <pattern>%d %-5level %logger - %msg%n</pattern>
 * </encoder>
 * }</pre>
 */
@SuppressWarnings("exports") // Logback is optional: users of this class require it themselves.
public final class RedactingEncoder extends PatternLayoutEncoder {

    /** For Logback, which makes it from its configuration. */
    public RedactingEncoder() {}

    @Override
    public byte[] encode(ILoggingEvent event) {
        Charset charset = getCharset();
        return TokenRedactor.redact(layout.doLayout(event))
                .getBytes(charset == null ? StandardCharsets.UTF_8 : charset);
    }
}
