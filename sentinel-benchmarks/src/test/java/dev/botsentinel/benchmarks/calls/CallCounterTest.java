package dev.botsentinel.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class CallCounterTest {

    private final CallCounter counter = new CallCounter(
            name -> name.startsWith(CallCounterTest.class.getName()), name -> name.startsWith(Counted.class.getName()));

    @Test
    void countsCallsClassesDepthAndObjects() throws Exception {
        Calls calls = count(Calling.class, "plain");

        assertThat(calls.tree().lines())
                .containsExactly(
                        "CallCounterTest$Counted.run",
                        "  CallCounterTest$Counted.outer",
                        "    CallCounterTest$Counted.inner",
                        "    CallCounterTest$Counted.inner",
                        "  new CallCounterTest$Counted$Part",
                        "  CallCounterTest$Counted$Part.<init>",
                        "  new Object",
                        "  new array of numbers",
                        "  new String[]",
                        "  new array, cloned",
                        "  List.of()",
                        "  new IntSupplier",
                        "  CallCounterTest$Counted.lambda$run$0");
        assertThat(calls.calls()).isEqualTo(6);
        assertThat(calls.methods()).isEqualTo(5);
        assertThat(calls.classes()).isEqualTo(2);
        assertThat(calls.deepest()).isEqualTo(3);
        assertThat(calls.ownObjects()).isEqualTo(1);
        assertThat(calls.otherObjects()).isEqualTo(5);
        assertThat(calls.factoryCalls()).isEqualTo(1);
    }

    @Test
    void aMethodThatThrewIsLeft() throws Exception {
        Calls calls = count(Throwing.class, "caught");

        assertThat(calls.tree().lines())
                .containsExactly(
                        "CallCounterTest$Counted.caught",
                        "  CallCounterTest$Counted.thrower",
                        "    new IllegalStateException",
                        "CallCounterTest$Counted.inner");
    }

    @Test
    void neitherWarmUpNorClassInitialisationCounts() throws Exception {
        assertThat(count(Warmed.class, "warm").calls()).isEqualTo(1);
    }

    @Test
    void theMedianOfEachKindStandsForAll() throws Exception {
        Map<String, Calls> counted = counter.count(Varying.class, 9);

        assertThat(counted).containsOnlyKeys("even", "odd");
        assertThat(Objects.requireNonNull(counted.get("even")).calls()).isEqualTo(2);
        assertThat(Objects.requireNonNull(counted.get("odd")).calls()).isEqualTo(1);
    }

    @Test
    void bytesOfAMethodIncludeThoseOfWhatItCalls() throws Exception {
        CallCounter ofAll = new CallCounter(name -> name.startsWith(CallCounterTest.class.getName()), name -> true);

        long bytes = ofAll.bytes(Allocating.class, Counted.class.getName() + ".kilobyte", 100);

        assertThat(bytes).isEqualTo(1024 + 16); // an array's header has 16 bytes
    }

    private Calls count(Class<? extends Callable<String>> callable, String kind) throws Exception {
        return Objects.requireNonNull(counter.count(callable, 3).get(kind));
    }

    /** What is counted. */
    static final class Counted {

        static final class Part {}

        private Counted() {}

        static int run() {
            int sum = outer();
            int hashes = new Part().hashCode() + new Object().hashCode();
            int[] numbers = new int[sum];
            String[] texts = new String[sum];
            List<String> list = List.of(texts.clone()[0] == null ? "none" : "one");
            IntSupplier captures = () -> numbers.length;
            return hashes | list.size() | captures.getAsInt() | 1;
        }

        static int outer() {
            return inner() + inner();
        }

        static int inner() {
            return 1;
        }

        static int caught() {
            try {
                return thrower();
            } catch (IllegalStateException expected) {
                return 0;
            }
        }

        static byte[] kilobyte() {
            return bytes(1024);
        }

        private static byte[] bytes(int number) {
            return new byte[number];
        }

        static int thrower() {
            throw new IllegalStateException();
        }
    }

    static final class Calling implements Callable<String> {
        @Override
        public String call() {
            return Counted.run() == 0 ? "never" : "plain";
        }
    }

    static final class Throwing implements Callable<String> {
        @Override
        public String call() {
            return Counted.caught() + Counted.inner() == 1 ? "caught" : "never";
        }
    }

    static final class Allocating implements Callable<Object> {
        @Override
        public Object call() {
            return Counted.kilobyte();
        }
    }

    static final class Warmed implements Callable<String> {

        Warmed() {
            Counted.run();
        }

        @Override
        public String call() {
            return Counted.inner() == 1 ? "warm" : "never";
        }
    }

    /** Makes two calls of the counted class in the even times, more in the eighth, and one in the odd times. */
    static final class Varying implements Callable<String> {

        private int times;

        @Override
        public String call() {
            times++;
            if (times % 2 == 1) {
                return Counted.inner() == 1 ? "odd" : "never";
            }
            int calls = times == 8 ? Counted.outer() + Counted.outer() : Counted.inner() + Counted.inner();
            return calls > 0 ? "even" : "never";
        }
    }
}
