package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.LimitPeriod;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Scope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single values. What is wrong is reported, and answered with null. */
final class ScalarReader {

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    private static final Pattern PERCENT = Pattern.compile("(-?(?:0|[1-9][0-9]*))%");

    private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

    private static final Map<String, String> TRUTHS =
            Map.of("yes", "true", "on", "true", "no", "false", "off", "false");

    private static final Map<String, Algorithm> ALGORITHMS = labels(Algorithm.values(), Algorithm::label);
    private static final Map<String, Scope> SCOPES = labels(Scope.values(), Scope::label);
    private static final Map<String, Mode> MODES = labels(Mode.values(), Mode::label);

    private static <T> Map<String, T> labels(T[] values, Function<T, String> label) {
        Map<String, T> labels = new LinkedHashMap<>();
        for (T value : values) {
            labels.put(label.apply(value), value);
        }
        return labels;
    }

    private final ErrorReport report;

    ScalarReader(ErrorReport report) {
        this.report = report;
    }

    @Nullable
    Integer integer(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || YamlScalars.isNull(node)) {
            wrong(node, key + " " + YamlScalars.of(node) + ", but must be a whole number, as in " + key + ": 10");
            return null;
        }
        if (!scalar.isPlain() || !INTEGER.matcher(scalar.text()).matches()) {
            wrong(node, key + " " + YamlScalars.of(node) + ", but must be a whole number" + numeralAdvice(scalar));
            return null;
        }
        String text = scalar.text();
        if (text.length() > 11 || new BigInteger(text).abs().compareTo(LARGEST) > 0) {
            wrong(
                    node,
                    key + " is " + Quote.bare(text) + ", but "
                            + (text.startsWith("-") ? "can't be negative" : "at most " + LARGEST));
            return null;
        }
        return Integer.valueOf(text);
    }

    private static String numeralAdvice(YamlNode.Scalar scalar) {
        String text = scalar.text().strip();
        if (!scalar.isPlain() && INTEGER.matcher(text).matches()) {
            return "; remove the quotes";
        }
        return meant(text).map(number -> "; write " + number).orElse(" in decimal digits, as in 10");
    }

    /** The number that 1e3, 5.0, 0x10, 0o7, 1_000, 1,000 or +5 stands for. */
    private static Optional<String> meant(String text) {
        if (text.length() > 20) {
            return Optional.empty();
        }
        String digits = text.replaceAll("(?<=[0-9])[_,' ](?=[0-9]{3})", "").toLowerCase(Locale.ROOT);
        try {
            if (digits.startsWith("0x")) {
                return Optional.of(new BigInteger(digits.substring(2), 16).toString());
            }
            if (digits.startsWith("0o")) {
                return Optional.of(new BigInteger(digits.substring(2), 8).toString());
            }
            BigDecimal number = new BigDecimal(digits).stripTrailingZeros();
            boolean isShort = number.scale() <= 0 && number.precision() - (long) number.scale() <= 10;
            return isShort ? Optional.of(number.toBigIntegerExact().toString()) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Nullable
    Duration duration(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || YamlScalars.isNull(node)) {
            wrong(node, key + " " + YamlScalars.of(node) + ", but must be a duration, as in 30s");
            return null;
        }
        try {
            return Durations.parse(key, scalar.text());
        } catch (PolicyException e) {
            e.problems().forEach(problem -> report.add(node.at(), problem.message()));
            return null;
        }
    }

    /**
     * What a limit's permits are for.
     *
     * @param zone the calendar's time zone; null for none said
     * @param zoneAt where that stands
     */
    @Nullable
    LimitPeriod period(String key, YamlNode node, @Nullable String zone, Position zoneAt) {
        if (!(node instanceof YamlNode.Scalar scalar) || YamlScalars.isNull(node)) {
            wrong(
                    node,
                    key + " " + YamlScalars.of(node) + ", but must be a duration, as in 30s, or day, week or month");
            return null;
        }
        try {
            return LimitPeriod.parse(scalar.text(), zone);
        } catch (PolicyException e) {
            e.problems()
                    .forEach(problem ->
                            report.add(problem.path().get(0).equals(key) ? node.at() : zoneAt, problem.message()));
            return null;
        }
    }

    /** A whole number of percent, with its sign: a bare number could be taken for a fraction. */
    @Nullable
    Integer percent(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            Matcher percent = PERCENT.matcher(scalar.text());
            if (percent.matches() && percent.group(1).length() <= 9) {
                return Integer.valueOf(percent.group(1));
            }
        }
        wrong(
                node,
                key + " " + YamlScalars.of(node) + ", but must be a whole number of percent, as in " + key + ": 10%");
        return null;
    }

    @Nullable
    Boolean truth(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            if (YamlScalars.isTrue(scalar) || YamlScalars.isFalse(scalar)) {
                return YamlScalars.isTrue(scalar);
            }
            String text = scalar.text().toLowerCase(Locale.ROOT);
            String meant = TRUTHS.getOrDefault(text, text);
            if (meant.equals("true") || meant.equals("false")) {
                wrong(
                        node,
                        key + " " + YamlScalars.of(node) + ", but must be true or false; write " + meant
                                + (scalar.isPlain() ? "" : " without quotes"));
                return null;
            }
        }
        wrong(node, key + " " + YamlScalars.of(node) + ", but must be true or false");
        return null;
    }

    @Nullable
    Algorithm algorithm(String key, YamlNode node) {
        return label(key, node, ALGORITHMS);
    }

    @Nullable
    Scope scope(String key, YamlNode node) {
        return label(key, node, SCOPES);
    }

    @Nullable
    Mode mode(String key, YamlNode node) {
        return label(key, node, MODES);
    }

    private <T> @Nullable T label(String key, YamlNode node, Map<String, T> labels) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            wrong(
                    node,
                    key + " " + YamlScalars.of(node) + ", but must be one of " + String.join(", ", labels.keySet()));
            return null;
        }
        T value = labels.get(scalar.text());
        if (value != null) {
            return value;
        }
        String hint = DidYouMean.nearest(scalar.text(), labels.keySet())
                .map(near -> "; did you mean " + Quote.of(near) + "?")
                .orElse("");
        wrong(
                node,
                key + " " + YamlScalars.of(node) + ", but must be one of " + String.join(", ", labels.keySet()) + hint);
        return null;
    }

    /**
     * A name.
     *
     * @param what what it is, as a message begins: "use", "a role"
     */
    @Nullable
    String name(String what, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || YamlScalars.isNull(node)) {
            wrong(node, what + " " + YamlScalars.of(node) + ", but must be a name");
            return null;
        }
        if (!YamlScalars.isText(scalar)) {
            wrong(
                    node,
                    what + " " + YamlScalars.of(node) + ", but must be text; quote it: \"" + Quote.bare(scalar.text())
                            + "\"");
            return null;
        }
        return scalar.text();
    }

    /** The id of a subject: text, or a plain number as it stands there. */
    @Nullable
    String id(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar
                && scalar.isPlain()
                && INTEGER.matcher(scalar.text()).matches()) {
            return scalar.text();
        }
        return name("an id", node);
    }

    private void wrong(YamlNode node, String message) {
        report.add(node.at(), message);
    }
}
