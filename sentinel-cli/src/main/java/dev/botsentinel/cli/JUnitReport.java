package dev.botsentinel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Tests of policies as a JUnit report, which every CI reads: a suite per file. */
final class JUnitReport {

    private static final double NANOS_PER_SECOND = 1e9;

    private JUnitReport() {}

    /** @throws CommandFailure if the file can't be written */
    static void write(Path file, TestReport report) {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newInstance().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            write(xml, report);
            xml.close();
        } catch (IOException e) {
            throw CommandFailure.ofFile(Inputs.name(file), e);
        } catch (XMLStreamException e) {
            throw CommandFailure.unexpected(Inputs.name(file) + ": can't be written: " + e.getMessage(), e);
        }
    }

    private static void write(XMLStreamWriter xml, TestReport report) throws XMLStreamException {
        Map<String, List<TestReport.Case>> byFile = report.cases().stream()
                .collect(Collectors.groupingBy(TestReport.Case::file, LinkedHashMap::new, Collectors.toList()));
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("testsuites");
        for (Map.Entry<String, List<TestReport.Case>> suite : byFile.entrySet()) {
            suite(xml, suite.getKey(), suite.getValue());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void suite(XMLStreamWriter xml, String file, List<TestReport.Case> cases) throws XMLStreamException {
        long failed = cases.stream().filter(test -> test.mismatch() != null).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", text(file));
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "time", seconds(cases.stream().mapToLong(TestReport.Case::nanos).sum()));
        for (TestReport.Case test : cases) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", text(file));
            xml.writeAttribute("name", text(test.name()));
            xml.writeAttribute("time", seconds(test.nanos()));
            if (test.mismatch() != null) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", text(test.mismatch()));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML 1.0 has no place for most control characters, nor for half of a surrogate pair. */
    private static String text(String text) {
        return text.codePoints()
                .map(c -> isText(c) ? c : '\uFFFD')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isText(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return c > 0xFFFF || (c >= ' ' && !surrogate && c < 0xFFFE);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
    }
}
