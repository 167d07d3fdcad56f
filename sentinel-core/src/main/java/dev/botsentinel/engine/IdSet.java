package dev.botsentinel.engine;

import dev.botsentinel.request.NumericId;
import dev.botsentinel.request.Request;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Ids that a policy names. An id that is a number is found without its text being made. Immutable. */
final class IdSet {

    private final long[] numbers;
    private final Set<String> texts;

    IdSet(Collection<String> ids) {
        this.numbers = ids.stream()
                .filter(NumericId::isNumeric)
                .mapToLong(Long::parseLong)
                .sorted()
                .toArray();
        this.texts = ids.stream().filter(id -> !NumericId.isNumeric(id)).collect(Collectors.toUnmodifiableSet());
    }

    boolean isEmpty() {
        return numbers.length == 0 && texts.isEmpty();
    }

    boolean hasSubjectOf(Request request) {
        return request.isSubjectNumber()
                ? has(request.subjectNumber())
                : request.hasSubject() && texts.contains(Objects.requireNonNull(request.subjectId()));
    }

    boolean hasChatOf(Request request) {
        return request.isChatNumber()
                ? has(request.chatNumber())
                : request.hasChat() && texts.contains(Objects.requireNonNull(request.chat()));
    }

    private boolean has(long number) {
        return numbers.length > 0 && Arrays.binarySearch(numbers, number) >= 0;
    }
}
