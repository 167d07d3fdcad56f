package dev.botsentinel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an event is made of, its text is one line without content. */
class EventTextTest {

    private static final String HOSTILE = "x\nWARN forged\u202e\u2028";

    private static final Map<Class<?>, Object> HOSTILE_PARTS = Map.ofEntries(
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(
                    Request.class,
                    Request.builder(HOSTILE)
                            .subject(HOSTILE)
                            .chat(HOSTILE)
                            .content(Content.text("secret"))
                            .build()),
            Map.entry(Denied.class, Denied.of(Reason.VETOED, HOSTILE)),
            Map.entry(Subject.class, new Subject(HOSTILE)),
            Map.entry(Owner.class, Owner.member(HOSTILE, HOSTILE)),
            Map.entry(BlockSource.class, BlockSource.MANUAL),
            Map.entry(String.class, HOSTILE),
            Map.entry(Set.class, Set.of(HOSTILE)),
            Map.entry(int.class, 1),
            Map.entry(ErrorKind.class, new ErrorKind(HOSTILE)),
            Map.entry(Throwable.class, new IllegalStateException("secret " + HOSTILE)));

    static Stream<Class<?>> events() {
        return events(SecurityEvent.class);
    }

    private static Stream<Class<?>> events(Class<?> kind) {
        return kind.isRecord()
                ? Stream.of(kind)
                : Stream.of(kind.getPermittedSubclasses()).flatMap(EventTextTest::events);
    }

    @ParameterizedTest
    @MethodSource("events")
    void itIsOneLineWithoutContent(Class<?> kind) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Object[] parts = Stream.of(types).map(HOSTILE_PARTS::get).toArray();
        var constructor = kind.getDeclaredConstructor(types);
        assertThat(constructor.newInstance(parts).toString())
                .startsWith(kind.getSimpleName() + "[at=1970-01-01T00:00:00Z")
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]")
                .doesNotContain("secret");
    }
}
