package dev.botsentinel.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Where the parts of a policy file stand that has been read without an error. */
final class YamlPlaces {

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(1 << 20)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final @Nullable Node root;

    YamlPlaces(String yaml) {
        String text = yaml.startsWith(BYTE_ORDER_MARK) ? yaml.substring(1) : yaml;
        root = new Composer(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)))
                .getSingleNode()
                .orElse(null);
    }

    /** Line and column of the part that these keys lead to, or else of the nearest one around it. */
    FilePlace of(List<String> path) {
        Node at = root;
        Node key = root;
        for (String step : path) {
            if (at instanceof MappingNode mapping) {
                NodeTuple tuple = find(mapping, step);
                if (tuple == null) {
                    break;
                }
                key = tuple.getKeyNode();
                at = tuple.getValueNode();
            } else if (at instanceof SequenceNode list && step.matches("\\d{1,9}")) {
                int index = Integer.parseInt(step);
                if (index >= list.getValue().size()) {
                    break;
                }
                at = list.getValue().get(index);
                key = at;
            } else {
                break;
            }
        }
        Optional<Mark> mark = key == null ? Optional.empty() : key.getStartMark();
        return mark.map(it -> new FilePlace(it.getLine() + 1L, it.getColumn() + 1L))
                .orElse(new FilePlace(1, 1));
    }

    private static @Nullable NodeTuple find(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst()
                .orElse(null);
    }
}
