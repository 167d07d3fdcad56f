package dev.botsentinel.examples.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An expression by which the bot is watched.
 *
 * @param place where it stands: a panel's title, or an alert
 * @param shown the labels by which its results are named
 */
record Watched(String place, String expression, Set<String> shown) {

    static final Path FOLDER =
            Path.of("..", "docs", "observability").toAbsolutePath().normalize();

    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)");

    /** All panels, rows aside. */
    static List<JsonNode> panels() throws IOException {
        return dashboard()
                .required("panels")
                .valueStream()
                .filter(panel -> !panel.required("type").asString().equals("row"))
                .toList();
    }

    static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
    }

    /** An alert, as Prometheus is given it. */
    record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

        @SuppressWarnings("unchecked") // A file of ours; another shape fails the test.
        static List<Alert> all() throws IOException {
            Object file = new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(FOLDER.resolve("alerts.yml")));
            List<Map<String, Object>> groups = (List<Map<String, Object>>) ((Map<String, Object>) file).get("groups");
            return groups.stream()
                    .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                    .map(rule -> new Alert(
                            (String) rule.get("alert"),
                            (String) rule.get("expr"),
                            (Map<String, String>) rule.get("labels"),
                            (Map<String, String>) rule.get("annotations")))
                    .toList();
        }
    }

    /** All of the dashboard and all alerts, with the dashboard's variables filled in as Grafana does it. */
    static List<Watched> all() throws IOException {
        List<Watched> all = new ArrayList<>();
        for (JsonNode variable : dashboard().required("templating").required("list")) {
            if (variable.required("type").asString().equals("query")) {
                all.add(of("variable " + variable.required("name").asString(), variable.required("query"), ""));
            }
        }
        for (JsonNode marks : dashboard().required("annotations").required("list")) {
            all.add(of(
                    "marks",
                    marks.required("expr"),
                    marks.required("textFormat").asString()));
        }
        all.addAll(ofPanels());
        for (Alert alert : Alert.all()) {
            all.add(of(
                    "alert " + alert.name(),
                    alert.expression(),
                    String.join(" ", alert.annotations().values())));
        }
        return all;
    }

    /** The questions that the panels ask. */
    static List<Watched> ofPanels() throws IOException {
        return panels().stream()
                .flatMap(panel -> panel.required("targets")
                        .valueStream()
                        .map(target -> of(
                                "panel " + panel.required("title").asString(),
                                target.required("expr"),
                                target.path("legendFormat").asString(""))))
                .toList();
    }

    private static Watched of(String place, JsonNode expression, String legend) {
        return of(place, expression.asString(), legend);
    }

    private static Watched of(String place, String expression, String legend) {
        Set<String> shown = new TreeSet<>();
        LEGEND.matcher(legend).results().forEach(label -> shown.add(label.group(1)));
        return new Watched(place, filledIn(expression), shown);
    }

    private static String filledIn(String expression) {
        return Stream.of("$job", "$instance")
                .reduce(expression, (text, variable) -> text.replace("\"" + variable + "\"", "\".*\""))
                .replace("$__rate_interval", "1m")
                .replace("$__range", "1h");
    }
}
