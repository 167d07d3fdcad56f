package dev.botsentinel.examples.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page of metrics says, in Prometheus' text format. */
record Scrape(List<Series> series) {

    /** One line of it. */
    record Series(String name, Map<String, String> labels, double value) {}

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    static Scrape of(String page) {
        return new Scrape(page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(Scrape::series)
                .toList());
    }

    private static Series series(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no line of metrics: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        if (parts.group(2) != null) {
            LABEL.matcher(parts.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return new Series(parts.group(1), labels, Double.parseDouble(parts.group(3)));
    }

    /** The sum of all series of this name that have these labels among theirs. */
    double sum(String name, Map<String, String> labels) {
        Predicate<Series> wanted = one -> one.labels().entrySet().containsAll(labels.entrySet());
        List<Series> found =
                series.stream().filter(one -> one.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no series is called " + name);
        }
        return found.stream().filter(wanted).mapToDouble(Series::value).sum();
    }

    double sum(String name) {
        return sum(name, Map.of());
    }
}
