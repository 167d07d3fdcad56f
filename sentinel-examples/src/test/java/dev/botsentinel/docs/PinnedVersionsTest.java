package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A build means the same next year: every version of a library, a plugin, and what a plugin loads, stands in a pom as one release. What has
 * none there is managed by the root pom, by a BOM that has one, or is a plugin that the root pom manages.
 */
class PinnedVersionsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern RELEASE = Pattern.compile("[0-9][A-Za-z0-9.-]*");
    private static final Pattern NO_RELEASE = Pattern.compile("(?i).*(SNAPSHOT|LATEST|alpha|beta|[.-]rc[.0-9-]*).*");

    private final Map<String, String> properties = new TreeMap<>();

    @Test
    void everyVersionIsOneRelease() throws Exception {
        List<Element> poms = poms();
        assertThat(poms).hasSizeGreaterThan(18);
        List<String> loose = new ArrayList<>();
        int versions = 0;
        for (Element pom : poms) {
            properties(pom);
            for (String kind : List.of("dependency", "plugin", "path", "extension")) {
                NodeList elements = pom.getElementsByTagName(kind);
                for (int i = 0; i < elements.getLength(); i++) {
                    Element element = (Element) elements.item(i);
                    String version = child(element, "version");
                    versions += version.isEmpty() ? 0 : 1;
                    if (!version.isEmpty() && !isRelease(version)) {
                        loose.add(child(element, "artifactId") + ":" + version);
                    }
                }
            }
        }
        assertThat(loose).isEmpty();
        assertThat(versions).isGreaterThan(80);
    }

    /** The control: what a pom must not have is found. */
    @Test
    void looseVersionsAreFound() {
        properties.put("some.version", "LATEST");
        for (String loose : List.of(
                "LATEST",
                "RELEASE",
                "[1.0,2.0)",
                "1.0-SNAPSHOT",
                "2.0.0-alpha",
                "3.0-beta1",
                "4.0-rc-1",
                "${some.version}",
                "${none}")) {
            assertThat(isRelease(loose)).as(loose).isFalse();
        }
        assertThat(isRelease("1.2.3")).isTrue();
        assertThat(isRelease("7.8.0.202609011348-r")).isTrue();
    }

    /** Maven's own plugins too: their default versions are Maven's and change with it. */
    @Test
    void everyPluginOfTheBuildIsManaged() throws Exception {
        Element root = pom(ROOT.resolve("pom.xml"));
        List<String> managed = new ArrayList<>();
        NodeList management = root.getElementsByTagName("pluginManagement");
        for (int i = 0; i < management.getLength(); i++) {
            names((Element) management.item(i), managed);
        }
        for (Element pom : poms()) {
            List<String> used = new ArrayList<>();
            NodeList plugins = pom.getElementsByTagName("plugin");
            for (int i = 0; i < plugins.getLength(); i++) {
                Element plugin = (Element) plugins.item(i);
                if (child(plugin, "version").isEmpty() && !isWithin(plugin, "configuration")) {
                    used.add(child(plugin, "artifactId"));
                }
            }
            assertThat(managed).containsAll(used);
        }
        assertThat(managed)
                .contains(
                        "maven-clean-plugin",
                        "maven-compiler-plugin",
                        "maven-deploy-plugin",
                        "maven-install-plugin",
                        "maven-jar-plugin",
                        "maven-resources-plugin",
                        "maven-site-plugin",
                        "maven-surefire-plugin");
    }

    private static void names(Element management, List<String> names) {
        NodeList plugins = management.getElementsByTagName("plugin");
        for (int i = 0; i < plugins.getLength(); i++) {
            names.add(child((Element) plugins.item(i), "artifactId"));
        }
    }

    private boolean isRelease(String version) {
        String value = version;
        if (version.startsWith("${") && version.endsWith("}")) {
            String name = version.substring(2, version.length() - 1);
            // Of this build itself.
            if (name.equals("project.version") || name.equals("sentinel.version")) {
                return true;
            }
            value = properties.getOrDefault(name, "none");
        }
        return RELEASE.matcher(value).matches() && !NO_RELEASE.matcher(value).matches();
    }

    private void properties(Element pom) {
        NodeList blocks = pom.getElementsByTagName("properties");
        for (int i = 0; i < blocks.getLength(); i++) {
            NodeList values = blocks.item(i).getChildNodes();
            for (int j = 0; j < values.getLength(); j++) {
                if (values.item(j) instanceof Element value) {
                    properties.put(value.getTagName(), value.getTextContent().strip());
                }
            }
        }
    }

    private static String child(Element element, String name) {
        for (Node at = element.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element child && child.getTagName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        return "";
    }

    private static boolean isWithin(Node node, String name) {
        for (Node at = node.getParentNode(); at != null; at = at.getParentNode()) {
            if (at.getNodeName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<Element> poms() throws Exception {
        List<Path> files;
        try (Stream<Path> folders = Files.list(ROOT)) {
            files = Stream.concat(Stream.of(ROOT), folders.filter(Files::isDirectory))
                    .map(it -> it.resolve("pom.xml"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
        List<Element> poms = new ArrayList<>();
        for (Path file : files) {
            poms.add(pom(file));
        }
        return poms;
    }

    private static Element pom(Path file) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException broken) {
            throw new IOException(file.toString(), broken);
        }
    }
}
