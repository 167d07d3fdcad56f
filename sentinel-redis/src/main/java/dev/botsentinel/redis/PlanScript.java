package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The script of one plan: {@code evaluate.lua} with the plan in its text, and in front of it the usual case, unrolled. Used
 * once, by one thread.
 */
/*
 * The usual case: the subject isn't blocked, the value is as the last call of the same plan left it, or there is none, and all
 * steps pass. Then one struct.unpack reads the value (one more for what follows a sliding window, whose length varies), a few
 * lines per step decide, and one struct.pack makes the new value. Texts that are always the same (a part's name, its length, a
 * bucket's shape) are compared and copied together with what stands next to them. Everything else falls through to the general
 * code, which begins anew: nothing has been written by then.
 *
 * The numbers of the limits stand in the text, not in arguments: an argument costs 1,900 instructions of the server and each
 * number in it 200 more, a number in the text 10. So there is a script for each plan; PlanScripts bounds them.
 *
 * What is admitted is answered by a number, which needs no text to be made: how long before the deadline it was, and from
 * 2^26 µs (67 s) on the permits left of each limit, each limit's digit from 0 to its capacity.
 */
final class PlanScript {

    /** The time until the deadline that a number can tell, in bits. */
    static final int TIME_BITS = 26;

    private static final int ANSWER_BITS = 52;
    private static final int MOST_STEPS = 12;
    private static final int BUCKET_BYTES = 12;
    private static final int WINDOW_BYTES = 15;
    private static final int FIXED_BYTES = 19;
    private static final int LIST_OF_ONE_BYTES = 22;
    private static final int SHORT_STAMP = 4;
    private static final int LONG_STAMP = 7;

    /** What the server would keep with each script. */
    private static final Pattern COMMENT_OR_INDENT = Pattern.compile("(?m)^[ ]*(?:--.*)?\\n|^[ ]+");

    private static final String NEW_HEADER = "'\\001\\000\\000\\000\\000\\000\\000\\000M'";

    private final Plan plan;
    private final StringBuilder reading = new StringBuilder();
    private final StringBuilder deciding = new StringBuilder();
    private final List<String> writing = new ArrayList<>(List.of(NEW_HEADER));
    private final List<String> variables = new ArrayList<>();
    private final List<String> lefts = new ArrayList<>();
    private final List<Long> digits = new ArrayList<>();
    private ValueLayout layout = header();
    private int stretches = 1;
    private String seen = "";
    private Supplier<String> longerList = () -> "";

    private PlanScript(Plan plan) {
        this.plan = plan;
    }

    /** The script of a plan that {@link #isUsual}. */
    static String text(Plan plan, PlanArgument argument) {
        return COMMENT_OR_INDENT.matcher(new PlanScript(plan).all(argument)).replaceAll("");
    }

    /** The most permits that can be left. */
    static long capacity(RateLimit limit) {
        return limit.burst();
    }

    /** Whether a plan can have a script of its own. */
    static boolean isUsual(Plan plan, PlanArgument argument) {
        Predicate<Step> isUsual = step -> Boolean.TRUE.equals(step.match(new Step.Cases<Boolean>() {
            @Override
            public Boolean notBlocked(Step.NotBlocked asked) {
                return true;
            }

            @Override
            public Boolean firstSeen(Step.FirstSeen one) {
                return true;
            }

            @Override
            public Boolean takePermits(Step.TakePermits take) {
                RateLimit limit = take.applied().limit();
                return limit.permits() > 0
                        && switch (limit.algorithm()) {
                            case SLIDING_WINDOW -> limit.cost() == 1;
                            case TOKEN_BUCKET, FIXED_WINDOW -> true;
                        };
            }
        }));
        boolean writes = plan.steps().stream().anyMatch(step -> !(step instanceof Step.NotBlocked));
        return !plan.probe()
                && writes
                && argument.owners().size() == 1
                && argument.seen().size() <= 1
                && listsComeFirst(plan)
                && plan.steps().size() <= MOST_STEPS
                && plan.steps().stream().allMatch(step -> step.mode() == Mode.ENFORCE && isUsual.test(step));
    }

    /** What follows a window is read by itself. */
    private static boolean listsComeFirst(Plan plan) {
        int list = 0;
        int window = plan.steps().size();
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i) instanceof Step.FirstSeen) {
                list = i;
            } else if (plan.steps().get(i) instanceof Step.TakePermits take
                    && take.applied().limit().algorithm() == Algorithm.SLIDING_WINDOW) {
                window = Math.min(window, i);
            }
        }
        return list <= window;
    }

    private String all(PlanArgument argument) {
        for (int i = 0; i < plan.steps().size(); i++) {
            Step unused = plan.steps().get(i).match(new Unrolled(Integer.toString(i)));
        }
        endStretch();
        return Script.head(seen, seen.isEmpty() ? "" : "c8") + "\n" + usual()
                + Script.joined("lib/layout", "lib/limits")
                + "local plan = " + ValueLayout.literal(argument.bytes()) + "\n"
                + Script.joined("script/evaluate", "lib/owner", "lib/violations", "lib/news", "lib/count_violation");
    }

    private String usual() {
        return Script.inlined(
                "inline/usual",
                Map.of(
                        "variables", String.join("\n  ", variables),
                        "reading", reading.toString().strip(),
                        "deciding", deciding.toString().strip(),
                        "whole", String.join(" .. ", writing),
                        "answer", answer().strip()));
    }

    private String answer() {
        StringBuilder each = new StringBuilder();
        int next = 0;
        for (Step step : plan.steps()) {
            each.append(", ").append(step instanceof Step.TakePermits ? lefts.get(next++) : "-1");
        }
        String packed = "return pack('<I7B" + "i4".repeat(plan.steps().size()) + "', server, 1" + each + ")";
        double most = Math.pow(2, TIME_BITS);
        for (long digit : digits) {
            most *= digit;
        }
        if (most > Math.pow(2, ANSWER_BITS)) {
            return packed;
        }
        String all = "0";
        for (int i = lefts.size() - 1; i >= 0; i--) {
            all = all.equals("0") ? lefts.get(i) : lefts.get(i) + " + " + digits.get(i) + " * (" + all + ")";
        }
        long timeUnit = 1L << TIME_BITS;
        return "if deadline - server < " + timeUnit + " then\n"
                + "  return deadline - server + " + timeUnit + " * (" + all + ")\n"
                + "end\n" + packed;
    }

    private static ValueLayout header() {
        return new ValueLayout(1)
                .reads("I8", 8, "version_and_block")
                .holds("version_and_block == 1")
                .reads("x", 1, "")
                .reads("I7", 7, "latest")
                .reads("I7", 7, "covered")
                .writes("I7", "at")
                .writes("I7", "lasts")
                .same(new byte[] {0});
    }

    private void endStretch() {
        if (layout.size() == 0) {
            return;
        }
        boolean isFirst = stretches == 1;
        String correction = isFirst ? longerList.get() : "";
        reading.append(isFirst ? "if value and #value >= " : "if usual and value and #value - position >= ")
                .append(isFirst ? layout.size() : layout.size() - 1)
                .append(" then\n")
                .append(layout.reading(correction))
                .append(
                        isFirst
                                ? "  if latest > at then\n    at = latest\n  end\nend\n"
                                : "else\n  usual = not value\nend\n");
        writing.add(layout.writing());
        layout.named().forEach((name, literal) -> variables.add("local " + name + " = " + literal));
        layout = new ValueLayout(++stretches);
    }

    /** Puts a step into the script. */
    private final class Unrolled implements Step.Cases<Step> {

        private final String n;

        Unrolled(String n) {
            this.n = n;
        }

        @Override
        public Step notBlocked(Step.NotBlocked step) {
            return step;
        }

        @Override
        public Step firstSeen(Step.FirstSeen step) {
            char name = step.kind() == Step.FirstSeen.Kind.FINGERPRINT ? 'f' : 'u';
            byte[] head = new StructWriter()
                    .small(1)
                    .letter(name)
                    .medium(LIST_OF_ONE_BYTES)
                    .bytes();
            layout.named("head_" + n).same(head);
            int start = layout.size();
            seen = ", seen_" + n;
            variables.add("local last_" + n + ", list_" + n + ", list_end_" + n + " = 0, " + (start + 8) + ", "
                    + (start + 22));
            String same = layout.lastSame();
            String literal = layout.lastLiteral();
            longerList = () -> longerList(same, literal, start);
            layout.reads("I7", 7, "last_" + n)
                    .reads("d", 8, "_")
                    .reads("I7", 7, "_")
                    .mark()
                    .writes("I7", "latest_end_" + n)
                    .writes("c8", "seen_" + n)
                    .writes("I7", "ends_" + n)
                    .named("after_" + n);
            decide(
                    "inline/usual_seen_value",
                    Map.of(
                            "window", Long.toString(step.windowMicros()),
                            "capacity", Integer.toString(step.kind().capacity())));
            return step;
        }

        @Override
        public Step takePermits(Step.TakePermits step) {
            RateLimit limit = step.applied().limit();
            byte[] frame = LimitArgument.frame(step.applied().key());
            digits.add(capacity(limit) + 1);
            switch (limit.algorithm()) {
                case TOKEN_BUCKET -> bucket(limit, frame);
                case SLIDING_WINDOW -> window(limit, frame);
                case FIXED_WINDOW -> fixed(limit, frame);
            }
            return step;
        }

        /** Reads the list of values, and what follows it, once more, if it has more than one. */
        private String longerList(String same, String literal, int start) {
            return "if " + same + " ~= " + literal + " and sub(" + same + ", 1, -3) == sub(" + literal
                    + ", 1, -3) then\n"
                    + "local size\n"
                    + "size, last_" + n + " = unpack_at('<I2I7', value, " + (start - 1) + ")\n"
                    + "list_end_" + n + ", position = " + start + " + size, " + (start + 1) + " + size\n"
                    + layout.readingOfRest(same + " = " + literal + "\n")
                    + "end\n";
        }

        private void bucket(RateLimit limit, byte[] frame) {
            byte[] shape = LimitArgument.shape(limit);
            long unit = LimitArgument.unit(limit);
            variables.add("local full_" + n + ", over_" + n + " = 0, 84");
            layout.same(new StructWriter()
                            .raw(frame)
                            .medium(BUCKET_BYTES + shape.length)
                            .bytes())
                    .field("I7", 7, "full_" + n, "full_" + n)
                    .field("I5", 5, "over_" + n, "over_" + n + " * 256 + 84")
                    .holds("over_" + n + " % 256 == 84")
                    .same(shape);
            decide(
                    "inline/usual_token_bucket",
                    Map.of(
                            "cost", Long.toString(limit.cost() * unit),
                            "capacity", Long.toString(limit.burst() * unit),
                            "rate", Long.toString(LimitArgument.rate(limit))));
            lefts.add("(level_" + n + " - level_" + n + " % " + unit + ") / " + unit);
        }

        private void window(RateLimit limit, byte[] frame) {
            boolean isShort = limit.perMicros() < 1L << Integer.SIZE;
            int width = isShort ? SHORT_STAMP : LONG_STAMP;
            variables.add("local ends_" + n + ", size_" + n + " = 0, " + WINDOW_BYTES);
            layout.same(frame)
                    .field("I2", 2, "size_" + n, WINDOW_BYTES + width + " + live_" + n + " * " + width)
                    .field("I7", 7, "ends_" + n, "ends_" + n)
                    .same(new StructWriter()
                            .letter('W')
                            .instant(limit.perMicros())
                            .bytes());
            String stamp = isShort ? "I4" : "I7";
            layout.writes(stamp, isShort ? "at % 4294967296" : "at");
            endStretch();
            writing.add("stamps_" + n);
            reading.append(
                    "local first_" + n + " = position\nposition = position + size_" + n + " - " + WINDOW_BYTES + "\n");
            reading.append("local position_" + n + " = position\n");
            decide(
                    "inline/usual_sliding_window",
                    Map.of(
                            "width", Integer.toString(width),
                            "stamp", stamp,
                            "modulus", isShort ? "4294967296" : "72057594037927936",
                            "per", Long.toString(limit.perMicros()),
                            "permits", Long.toString(limit.permits())));
            lefts.add("(" + (limit.permits() - 1) + " - live_" + n + ")");
        }

        private void fixed(RateLimit limit, byte[] frame) {
            variables.add("local ends_" + n + ", spent_" + n + " = 0, 0");
            layout.same(new StructWriter().raw(frame).medium(FIXED_BYTES).bytes())
                    .field("I7", 7, "ends_" + n, "ends_" + n)
                    .same(new StructWriter()
                            .letter('F')
                            .instant(limit.perMicros())
                            .bytes())
                    .field("I4", 4, "spent_" + n, "spent_" + n);
            decide(
                    "inline/usual_fixed_window",
                    Map.of(
                            "per", Long.toString(limit.perMicros()),
                            "cost", Long.toString(limit.cost()),
                            "permits", Long.toString(limit.permits())));
            lefts.add("(" + limit.permits() + " - spent_" + n + ")");
        }

        private void decide(String file, Map<String, String> numbers) {
            deciding.append(Script.inlined(file, numbers).replace("_N", "_" + n));
        }
    }
}
