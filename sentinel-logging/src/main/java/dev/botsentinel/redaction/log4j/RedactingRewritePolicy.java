package dev.botsentinel.redaction.log4j;

import dev.botsentinel.redaction.TokenRedactor;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.rewrite.RewritePolicy;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Hides tokens in what Log4j 2 logs: in the message whatever its arguments were, in exceptions, their causes and what they suppressed,
 * and in the context map. An event without a token stays as it is. Put it into a {@code Rewrite} appender before each appender that
 * writes:
 *
 * <pre>{@code
 * <Rewrite name="Redacted">
 *   <RedactTokens/>
 *   <AppenderRef ref="File"/>
 * </Rewrite>
 * }</pre>
 */
@SuppressWarnings("exports") // Log4j is optional: users of this class require it themselves.
@Plugin(name = "RedactTokens", category = Core.CATEGORY_NAME, elementType = "rewritePolicy", printObject = true)
public final class RedactingRewritePolicy implements RewritePolicy {

    private RedactingRewritePolicy() {}

    /** For Log4j, which makes it from its configuration. */
    @PluginFactory
    public static RedactingRewritePolicy create() {
        return new RedactingRewritePolicy();
    }

    @Override
    public LogEvent rewrite(LogEvent event) {
        String message = event.getMessage().getFormattedMessage();
        String redacted = message == null ? "" : TokenRedactor.redact(message);
        Throwable thrown = event.getThrown();
        Throwable clean = thrown == null ? null : RedactedThrowable.of(thrown);
        StringMap context = redacted(event.getContextData());
        if (redacted.equals(message) && clean == thrown && context == null) {
            return event;
        }
        Log4jLogEvent.Builder builder = new Log4jLogEvent.Builder(event)
                .setMessage(new SimpleMessage(redacted))
                .setThrown(clean);
        return (context == null ? builder : builder.setContextData(context)).build();
    }

    /** Null if nothing is to be hidden. */
    private static @Nullable StringMap redacted(ReadOnlyStringMap context) {
        StringMap copy = new SortedArrayStringMap(context.size());
        boolean[] changed = {false};
        context.forEach((key, value) -> {
            String text = String.valueOf(value);
            String clean = TokenRedactor.redact(text);
            changed[0] |= !clean.equals(text);
            copy.putValue(key, clean);
        });
        return changed[0] ? copy : null;
    }
}
