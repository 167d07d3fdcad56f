package dev.botsentinel.event;

import dev.botsentinel.policy.Quote;
import java.lang.reflect.RecordComponent;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as people read it: on one line, and of a cause its class alone, for its message may say anything. Requests and decisions
 * print no content by themselves.
 */
final class EventText {

    private EventText() {}

    static String of(Record event) {
        return event.getClass().getSimpleName()
                + Stream.of(event.getClass().getRecordComponents())
                        .map(component -> component.getName() + "=" + text(read(event, component)))
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(@Nullable Object value) {
        return value instanceof Throwable cause ? cause.getClass().getName() : Quote.escape(String.valueOf(value));
    }

    private static @Nullable Object read(Record event, RecordComponent component) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("events are public records", impossible);
        }
    }
}
