package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Quote;
import java.util.Set;
import java.util.regex.Pattern;

/** What plain scalars are in YAML 1.2's core schema, and what to call a node in a message. */
final class YamlScalars {

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    /** A superset of what YAML 1.2 takes for a number: with underscores too, as in YAML 1.1 and in code. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+"
            + "|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))"
            + "|\\.(nan|NaN|NAN)");

    private YamlScalars() {}

    static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.isPlain() && NULLS.contains(scalar.text());
    }

    static boolean isTrue(YamlNode.Scalar scalar) {
        return scalar.isPlain() && TRUE.contains(scalar.text());
    }

    static boolean isFalse(YamlNode.Scalar scalar) {
        return scalar.isPlain() && FALSE.contains(scalar.text());
    }

    static boolean isNumber(YamlNode.Scalar scalar) {
        return scalar.isPlain() && NUMBER.matcher(scalar.text()).matches();
    }

    /** Whether it is text to YAML too, not only to us. */
    static boolean isText(YamlNode.Scalar scalar) {
        return !isNull(scalar) && !isTrue(scalar) && !isFalse(scalar) && !isNumber(scalar);
    }

    /** "is a list", "is 5", "is the text 'x'", "has no value": what to say of a node that should be another. */
    static String of(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return isNull(scalar) ? "has no value" : "is " + value(scalar);
        }
        return node instanceof YamlNode.Sequence ? "is a list" : "is a mapping";
    }

    private static String value(YamlNode.Scalar scalar) {
        if (isText(scalar)) {
            return "the text " + Quote.of(scalar.text());
        }
        return isNumber(scalar) ? "the number " + Quote.bare(scalar.text()) : scalar.text();
    }
}
