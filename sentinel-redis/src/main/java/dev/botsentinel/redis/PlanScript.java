package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The script of one plan: an unrolled fast path, then {@code evaluate.lua} with the plan in its text. Used once, by one thread.
 */
/*
 * The fast path applies if the subject isn't blocked, the value is as the last call of the same plan left it (or there is
 * none), and all steps pass. Then one struct.unpack reads the value (one more for what follows a sliding window, whose length
 * varies), a few lines per step decide, and one struct.pack makes the new value. Constants (a part's name, its length, a
 * bucket's shape) are compared and copied together with adjacent ones. Everything else falls through to the general code,
 * which starts over: the fast path has written nothing by then.
 *
 * The numbers of the limits are in the text, not in arguments: an argument costs the server 1,900 instructions and each number
 * in it 200 more, a number in the text 10. So each plan needs its own script; PlanScripts bounds their number.
 *
 * The answer "admitted" has the permits left as one number, a digit per limit, from 0 to the limit's capacity: each number in a
 * text costs the server some 200 instructions.
 */
final class PlanScript {

    /** The code of an answer that has the permits left as one number of seven bytes. */
    static final int ADMITTED_IN_ONE = 5;

    private static final int ANSWER_BITS = 52;
    private static final int MAX_STEPS = 12;
    private static final int BUCKET_BYTES = 12;
    private static final int WINDOW_BYTES = 15;
    private static final int FIXED_BYTES = 19;
    private static final int ONE_VALUE_BYTES = 22;
    private static final int SHORT_STAMP = 4;
    private static final int LONG_STAMP = 7;

    /** Removed, since the server would cache it with each script. */
    private static final Pattern COMMENT_OR_INDENT = Pattern.compile("(?m)^[ ]*(?:--.*)?\\n|^[ ]+");

    private static final String NEW_HEADER = "'\\001\\000\\000\\000\\000\\000\\000\\000M'";

    private final Plan plan;
    private final List<StepTraits> traits;
    private final StringBuilder reading = new StringBuilder();
    private final StringBuilder deciding = new StringBuilder();
    private final List<String> writing = new ArrayList<>(List.of(NEW_HEADER));
    private final List<String> variables = new ArrayList<>();
    private final List<String> permitsLeft = new ArrayList<>();
    private final List<Long> bases = new ArrayList<>();
    private ValueLayout layout = header();
    private int stretches = 1;
    private String seen = "";
    private Supplier<String> severalSeen = () -> "";

    private PlanScript(Plan plan) {
        this.plan = plan;
        this.traits = StepTraits.of(plan);
    }

    /** The script of a plan that {@link #hasFastPath}. */
    static String text(Plan plan, PlanArgument argument) {
        return COMMENT_OR_INDENT.matcher(new PlanScript(plan).all(argument)).replaceAll("");
    }

    /** The number of values that the digit of a limit can have. */
    static long base(RateLimit limit) {
        return limit.burst() + 1L;
    }

    /** Whether a plan can have a script of its own. */
    static boolean hasFastPath(Plan plan, PlanArgument argument) {
        List<StepTraits> traits = StepTraits.of(plan);
        return !plan.probe()
                && traits.stream().anyMatch(StepTraits::writes)
                && argument.owners().size() == 1
                && argument.values().size() <= 1
                && seenValuesComeFirst(traits)
                && traits.size() <= MAX_STEPS
                && traits.stream().allMatch(StepTraits::hasFastPath);
    }

    /** Whether no list of seen values follows a sliding window: a window ends the first stretch, the only one for a list. */
    private static boolean seenValuesComeFirst(List<StepTraits> traits) {
        int list = 0;
        int window = traits.size();
        for (int i = 0; i < traits.size(); i++) {
            RateLimit limit = traits.get(i).limit();
            if (traits.get(i).seen() != null) {
                list = i;
            } else if (limit != null && limit.algorithm() == Algorithm.SLIDING_WINDOW) {
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
        return ScriptFiles.head(seen, seen.isEmpty() ? "" : "c8") + "\n" + fastPath()
                + ScriptFiles.joined("lib/layout", "lib/limits")
                + "local plan = " + ValueLayout.literal(argument.bytes()) + "\n"
                + ScriptFiles.evaluation();
    }

    private String fastPath() {
        return ScriptFiles.filled(
                "inline/fast_path",
                Map.of(
                        "variables", String.join("\n  ", variables),
                        "reading", reading.toString().strip(),
                        "deciding", deciding.toString().strip(),
                        "whole", String.join(" .. ", writing),
                        "answer", answer().strip()));
    }

    private String answer() {
        StringBuilder left = new StringBuilder();
        int next = 0;
        for (StepTraits step : traits) {
            left.append(", ").append(step.limit() == null ? "-1" : permitsLeft.get(next++));
        }
        double most = 1;
        for (long base : bases) {
            most *= base;
        }
        if (most > Math.pow(2, ANSWER_BITS)) {
            return "return pack('<I4I7B" + "i4".repeat(plan.steps().size()) + "', token, server, 1" + left + ")";
        }
        String all = "0";
        for (int i = permitsLeft.size() - 1; i >= 0; i--) {
            all = all.equals("0") ? permitsLeft.get(i) : permitsLeft.get(i) + " + " + bases.get(i) + " * (" + all + ")";
        }
        return "return pack('<I4I7BI7', token, server, " + ADMITTED_IN_ONE + ", " + all + ")";
    }

    private static ValueLayout header() {
        return new ValueLayout(1)
                .reads("I8", 8, "version_and_block")
                .requires("version_and_block == 1")
                .reads("x", 1, "")
                .reads("I7", 7, "latest")
                .reads("I7", 7, "covered")
                .writes("I7", "at")
                .writes("I7", "lasts")
                .constant(new byte[] {0});
    }

    private void endStretch() {
        if (layout.size() == 0) {
            return;
        }
        boolean isFirst = stretches == 1;
        String correction = isFirst ? severalSeen.get() : "";
        reading.append(isFirst ? "if value and #value >= " : "if fast and value and #value - position >= ")
                .append(isFirst ? layout.size() : layout.size() - 1)
                .append(" then\n")
                .append(layout.reading(correction))
                .append(
                        isFirst
                                ? "  if latest > at then\n    fast = fast and latest - at <= CORRECTION\n    at = latest\n  end\nend\n"
                                : "else\n  fast = not value\nend\n");
        writing.add(layout.writing());
        layout.variables().forEach((name, literal) -> variables.add("local " + name + " = " + literal));
        layout = new ValueLayout(++stretches);
    }

    /** Adds a step to the script. */
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
                    .medium(ONE_VALUE_BYTES)
                    .bytes();
            layout.variable("head_" + n).constant(head);
            int start = layout.size();
            seen = ", seen_" + n;
            variables.add("local last_" + n + ", list_" + n + ", list_end_" + n + " = 0, " + (start + 8) + ", "
                    + (start + 22));
            String constant = layout.lastConstant();
            String literal = layout.lastLiteral();
            severalSeen = () -> severalSeen(constant, literal, start);
            layout.reads("I7", 7, "last_" + n)
                    .reads("d", 8, "_")
                    .reads("I7", 7, "_")
                    .mark()
                    .writes("I7", "latest_end_" + n)
                    .writes("c8", "seen_" + n)
                    .writes("I7", "ends_" + n)
                    .variable("after_" + n);
            decide(
                    "inline/fast_seen_value",
                    Map.of(
                            "window", Long.toString(step.windowMicros()),
                            "capacity", Integer.toString(step.kind().capacity())));
            return step;
        }

        @Override
        public Step album(Step.Album step) {
            throw new IllegalStateException("a plan with an album has no fast path");
        }

        @Override
        public Step takePermits(Step.TakePermits step) {
            RateLimit limit = step.applied().limit();
            byte[] frame = LimitArgument.frame(step.applied().key());
            bases.add(base(limit));
            switch (limit.algorithm()) {
                case TOKEN_BUCKET -> bucket(limit, frame);
                case SLIDING_WINDOW -> window(limit, frame);
                case FIXED_WINDOW -> fixed(limit, frame);
            }
            return step;
        }

        /** Lua that reads the list again, and what follows it, if it has more than one value. */
        private String severalSeen(String constant, String literal, int start) {
            return "if " + constant + " ~= " + literal + " and sub(" + constant + ", 1, -3) == sub(" + literal
                    + ", 1, -3) then\n"
                    + "local size\n"
                    + "size, last_" + n + " = unpack_at('<I2I7', value, " + (start - 1) + ")\n"
                    + "list_end_" + n + ", position = " + start + " + size, " + (start + 1) + " + size\n"
                    + layout.readingOfRest(constant + " = " + literal + "\n")
                    + "end\n";
        }

        private void bucket(RateLimit limit, byte[] frame) {
            byte[] shape = LimitArgument.shape(limit);
            long unit = LimitArgument.unit(limit);
            variables.add("local full_" + n + ", over_" + n + " = 0, 84");
            layout.constant(new StructWriter()
                            .raw(frame)
                            .medium(BUCKET_BYTES + shape.length)
                            .bytes())
                    .field("I7", 7, "full_" + n, "full_" + n)
                    .field("I5", 5, "over_" + n, "over_" + n + " * 256 + 84")
                    .requires("over_" + n + " % 256 == 84")
                    .constant(shape);
            decide(
                    "inline/fast_token_bucket",
                    Map.of(
                            "cost", Long.toString(limit.cost() * unit),
                            "capacity", Long.toString(limit.burst() * unit),
                            "rate", Long.toString(LimitArgument.rate(limit))));
            permitsLeft.add("(level_" + n + " - level_" + n + " % " + unit + ") / " + unit);
        }

        private void window(RateLimit limit, byte[] frame) {
            boolean isShort = limit.perMicros() < 1L << Integer.SIZE;
            int width = isShort ? SHORT_STAMP : LONG_STAMP;
            variables.add("local ends_" + n + ", size_" + n + " = 0, " + WINDOW_BYTES);
            layout.constant(frame)
                    .field("I2", 2, "size_" + n, WINDOW_BYTES + width + " + live_" + n + " * " + width)
                    .field("I7", 7, "ends_" + n, "ends_" + n)
                    .constant(new StructWriter()
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
                    "inline/fast_sliding_window",
                    Map.of(
                            "width", Integer.toString(width),
                            "stamp", stamp,
                            "modulus", isShort ? "4294967296" : "72057594037927936",
                            "per", Long.toString(limit.perMicros()),
                            "permits", Long.toString(limit.permits())));
            permitsLeft.add("(" + (limit.permits() - 1) + " - live_" + n + ")");
        }

        private void fixed(RateLimit limit, byte[] frame) {
            variables.add("local ends_" + n + ", spent_" + n + " = 0, 0");
            layout.constant(new StructWriter().raw(frame).medium(FIXED_BYTES).bytes())
                    .field("I7", 7, "ends_" + n, "ends_" + n)
                    .constant(new StructWriter()
                            .letter('F')
                            .instant(limit.perMicros())
                            .bytes())
                    .field("I4", 4, "spent_" + n, "spent_" + n);
            decide(
                    "inline/fast_fixed_window",
                    Map.of(
                            "per", Long.toString(limit.perMicros()),
                            "cost", Long.toString(limit.cost()),
                            "permits", Long.toString(limit.permits())));
            permitsLeft.add("(" + limit.permits() + " - spent_" + n + ")");
        }

        private void decide(String file, Map<String, String> numbers) {
            deciding.append(ScriptFiles.filled(file, numbers).replace("_N", "_" + n));
        }
    }
}
