package dev.botsentinel.examples.metrics;

import dev.botsentinel.examples.metrics.Scrape.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for: series, by name and labels, and the labels it groups by. Knows as much of the
 * language as it takes to find these; whether the rest is well-formed a real Prometheus says, in {@link PrometheusTest}.
 */
record Expression(List<Selector> selectors, Set<String> groupings) {

    /** A condition on a label: {@code outcome="denied"}. */
    record Condition(String label, String operator, String value) {

        boolean holds(Series series) {
            String actual = series.labels().getOrDefault(label, "");
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    /** Series of one name under some conditions. */
    record Selector(String name, List<Condition> conditions) {

        boolean selects(Series series) {
            return series.name().equals(name)
                    && conditions.stream().allMatch(condition -> condition.holds(series))
                    && conditions.stream()
                            .allMatch(condition ->
                                    isTarget(condition.label) || series.labels().containsKey(condition.label));
        }
    }

    private static final Pattern TOKEN = Pattern.compile(
            "\"((?:[^\"\\\\]|\\\\.)*)\"|\\[[^]]*]|[a-zA-Z_:][\\w:]*|\\d[\\w.]*|[=!]~|[=!<>]=|[^\\s\\w]");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> FUNCTIONS = Set.of(
            "sum", "max", "count", "rate", "increase", "changes", "histogram_quantile", "absent", "label_values");

    static Expression of(String text) {
        return new Reader(TOKEN.matcher(text).results().toList()).read();
    }

    /** What Prometheus itself adds to each series that it scrapes. */
    static boolean isTarget(String label) {
        return label.equals("job") || label.equals("instance");
    }

    /** What is wrong with it, if these are the series there are. */
    List<String> faults(Scrape scrape) {
        List<String> faults = new ArrayList<>();
        List<Series> selected = new ArrayList<>();
        for (Selector selector : selectors) {
            List<Series> found =
                    scrape.series().stream().filter(selector::selects).toList();
            if (found.isEmpty()) {
                faults.add("there is no " + selector);
            }
            selected.addAll(found);
        }
        for (String label : groupings) {
            if (!isTarget(label)
                    && selected.stream().noneMatch(one -> one.labels().containsKey(label))) {
                faults.add("nothing has the label " + label);
            }
        }
        return faults;
    }

    private static final class Reader {

        private final List<MatchResult> tokens;
        private final List<Selector> selectors = new ArrayList<>();
        private final Set<String> groupings = new TreeSet<>();
        private int next;

        Reader(List<MatchResult> tokens) {
            this.tokens = tokens;
        }

        Expression read() {
            while (next < tokens.size()) {
                String token = take();
                if (GROUPING.contains(token)) {
                    readGrouping();
                } else if (Character.isLetter(token.charAt(0)) && !OPERATORS.contains(token)) {
                    readName(token);
                }
            }
            return new Expression(List.copyOf(selectors), Set.copyOf(groupings));
        }

        private void readGrouping() {
            for (String label = take(); !label.equals(")"); label = take()) {
                if (!label.equals("(") && !label.equals(",")) {
                    groupings.add(label);
                }
            }
        }

        private void readName(String name) {
            boolean function = see("(") || FUNCTIONS.contains(name);
            if (function && !FUNCTIONS.contains(name)) {
                throw new IllegalArgumentException("there is no function " + name);
            }
            if (!function) {
                selectors.add(new Selector(name, see("{") ? readConditions() : List.of()));
            } else if (name.equals("label_values")) {
                readLabelValues();
            }
        }

        /** The question of a dashboard's variable: {@code label_values(metric, label)}. */
        private void readLabelValues() {
            take();
            readName(take());
            take();
            groupings.add(take());
        }

        private List<Condition> readConditions() {
            List<Condition> conditions = new ArrayList<>();
            take();
            while (!see("}")) {
                String label = take();
                String operator = take();
                MatchResult value = tokens.get(next++);
                conditions.add(new Condition(label, operator, Objects.requireNonNull(value.group(1), value.group())));
                if (see(",")) {
                    take();
                }
            }
            take();
            return conditions;
        }

        private boolean see(String token) {
            return next < tokens.size() && tokens.get(next).group().equals(token);
        }

        private String take() {
            return tokens.get(next++).group();
        }
    }
}
