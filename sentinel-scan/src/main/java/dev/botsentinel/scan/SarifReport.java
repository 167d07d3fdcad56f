package dev.botsentinel.scan;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Findings as SARIF 2.1.0, which code hosts show beside the lines. */
public final class SarifReport {

    private SarifReport() {}

    /** One JSON document. */
    public static String of(ScanResult result) {
        String rules = Stream.of(SecretKind.values()).map(SarifReport::rule).collect(Collectors.joining(","));
        String results = result.findings().stream().map(SarifReport::result).collect(Collectors.joining(",\n"));
        String notes = result.skipped().stream()
                .map(it -> "{\"level\":\"warning\",\"message\":{\"text\":" + quoted(it) + "}}")
                .collect(Collectors.joining(","));
        return "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
                + "\"tool\":{\"driver\":{\"name\":\"sentinel scan\",\"rules\":[" + rules + "]}},"
                + "\"columnKind\":\"utf16CodeUnits\",\"results\":[\n" + results + "],"
                + "\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[" + notes
                + "]}]}]}\n";
    }

    private static String rule(SecretKind kind) {
        return "{\"id\":" + quoted(kind.id()) + ",\"shortDescription\":{\"text\":" + quoted(kind.description())
                + "},\"defaultConfiguration\":{\"level\":\"error\"}}";
    }

    private static String result(Finding finding) {
        return "{\"ruleId\":" + quoted(finding.kind().id()) + ",\"level\":\"error\",\"message\":{\"text\":"
                + quoted(finding.kind().description())
                + "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":"
                + quoted(uri(finding.path())) + "},\"region\":{\"startLine\":" + finding.line() + ",\"startColumn\":"
                + finding.column() + ",\"endColumn\":" + finding.endColumn()
                + "}}}],\"partialFingerprints\":{\"sentinelScan/v1\":"
                + quoted(finding.fingerprint()) + "}}";
    }

    private static String uri(String path) {
        try {
            return new URI(null, null, "./" + path, null).toASCIIString().substring(2);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a path can always be encoded", impossible);
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                json.append(c);
            } else {
                json.append(String.format("\\u%04x", (int) c));
            }
        }
        return json.append('"').toString();
    }
}
