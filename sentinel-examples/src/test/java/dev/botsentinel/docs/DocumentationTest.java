package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.file.PolicyFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java blocks of the README and of docs compile; YAML blocks are valid policies; links lead somewhere; long pages have a
 * table of contents. A block marked {@code fragment} after its language is left alone, and one marked {@code sdk} is compiled
 * where the clouds' libraries are, by {@code CloudSnippetsTest}. The blocks of the README and of "Getting started" are
 * compiled as they stand; those of other pages as statements in a method or as types, with Sentinel's packages imported.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<Path> PASTED = Set.of(ROOT.resolve("README.md"), ROOT.resolve("docs/getting-started.md"));

    /** A page of more words than this has a table of contents. */
    private static final int LONG_PAGE = 1_500;

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)([^\\n]*)\\n(.*?)^```$");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([\\w./-]*)#([^)\\s]+)\\)");
    private static final Set<String> LEFT_ALONE = Set.of("fragment", "sdk");
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|(?:src|href)=\")([^)#:\"]+)(?=[)#\"])");

    record Block(Path file, int line, String language, String info, String text) {
        String place() {
            return ROOT.relativize(file) + ":" + line;
        }

        /** People paste these pages' blocks into an empty file, so they are compiled as they stand. */
        boolean isPasted() {
            return PASTED.contains(file);
        }
    }

    @Test
    void javaBlocksCompile(@TempDir Path out) throws IOException {
        List<Block> blocks = blocks("java");
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        List<JavaFileObject> sources = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            sources.add(source(i, blocks.get(i)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", out.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(complaints, files, null, options, null, sources)
                    .call();
            assertThat(compiled).as(places(blocks) + complaints).isTrue();
        }
    }

    @Test
    void yamlBlocksAreValidPolicies() {
        List<Block> blocks = blocks("yaml");
        assertThat(blocks).isNotEmpty();
        assertThat(blocks)
                .allSatisfy(block -> assertThat(PolicyFile.parse(block.place(), block.text()))
                        .isNotNull());
    }

    @Test
    void relativeLinksLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path file : documents()) {
            Matcher link = LINK.matcher(read(file));
            while (link.find()) {
                if (!Files.exists(file.resolveSibling(link.group(1)))) {
                    dead.add(ROOT.relativize(file) + " → " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void linksToHeadingsLeadToOne() {
        List<String> dead = new ArrayList<>();
        for (Path file : documents()) {
            Matcher link = ANCHOR.matcher(read(file));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? file
                        : file.resolveSibling(link.group(1)).normalize();
                if (Files.exists(target) && !anchors(read(target)).contains(link.group(2))) {
                    dead.add(ROOT.relativize(file) + " → " + link.group(1) + "#" + link.group(2));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    /** What the headings of a page are called in links, as GitHub makes it: of two equal ones the second ends in -1. */
    private static Set<String> anchors(String text) {
        Set<String> anchors = new HashSet<>();
        BLOCK.matcher(text)
                .replaceAll("")
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .forEach(anchor -> {
                    String unique = anchor;
                    for (int i = 1; !anchors.add(unique); i++) {
                        unique = anchor + "-" + i;
                    }
                });
        return anchors;
    }

    /** At least half of its headings are linked from before the second one. */
    @Test
    void longPagesHaveATableOfContents() {
        List<String> without = new ArrayList<>();
        for (Path file : documents()) {
            String text = BLOCK.matcher(read(file)).replaceAll("");
            int second = text.indexOf("\n## ", text.indexOf("\n## ") + 1);
            long headings = text.lines().filter(line -> line.startsWith("## ")).count();
            if (text.split("\\s+").length > LONG_PAGE && headings > 2 && second > 0) {
                long linked = ANCHOR.matcher(text.substring(0, second))
                        .results()
                        .filter(link -> link.group(1).isEmpty())
                        .count();
                if (linked < headings / 2) {
                    without.add(ROOT.relativize(file) + ": " + headings + " headings, " + linked
                            + " linked at its beginning");
                }
            }
        }
        assertThat(without).isEmpty();
    }

    private static String places(List<Block> blocks) {
        StringBuilder places = new StringBuilder("\n");
        for (int i = 0; i < blocks.size(); i++) {
            places.append("Block")
                    .append(i)
                    .append(" is ")
                    .append(blocks.get(i).place())
                    .append('\n');
        }
        return places.toString();
    }

    private static JavaFileObject source(int number, Block block) {
        String name = "Block" + number;
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return block.isPasted() ? block.text() : unit(name, block.text());
            }

            @Override
            public boolean isNameCompatible(String simpleName, Kind kind) {
                return true;
            }
        };
    }

    /** A unit of its own package, so that blocks may declare the same names. */
    private static String unit(String name, String text) {
        String imports = text.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String rest = text.lines()
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .collect(Collectors.joining("\n"));
        boolean declaresTypes = rest.lines()
                .anyMatch(line -> line.matches("(public |final |abstract |sealed )*(class|interface|enum) .*"));
        String body = declaresTypes ? rest : "class " + name + " { void run() throws Exception {\n" + rest + "\n} }";
        return "package docs." + name.toLowerCase(Locale.ROOT) + ";\n" + STANDARD_IMPORTS + imports + "\n" + body;
    }

    private static final String STANDARD_IMPORTS = Stream.concat(
                    sentinelPackages(),
                    Stream.of(
                            "java.io",
                            "java.nio.file",
                            "java.time",
                            "java.util",
                            "java.util.concurrent",
                            "java.util.function"))
            .map(name -> "import " + name + ".*;\n")
            .collect(Collectors.joining());

    private static Stream<String> sentinelPackages() {
        return Stream.of(
                "dev.botsentinel",
                "dev.botsentinel.access",
                "dev.botsentinel.adapter.tests",
                "dev.botsentinel.audit",
                "dev.botsentinel.decision",
                "dev.botsentinel.event",
                "dev.botsentinel.guard",
                "dev.botsentinel.memory",
                "dev.botsentinel.micrometer",
                "dev.botsentinel.plan",
                "dev.botsentinel.policy",
                "dev.botsentinel.policy.annotation",
                "dev.botsentinel.policy.file",
                "dev.botsentinel.request",
                "dev.botsentinel.response",
                "dev.botsentinel.run",
                "dev.botsentinel.servlet",
                "dev.botsentinel.store",
                "dev.botsentinel.store.resilient",
                "dev.botsentinel.telegram",
                "dev.botsentinel.telegrambots",
                "dev.botsentinel.storage.tests");
    }

    private static List<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        for (Path file : documents()) {
            String text = read(file);
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                int line = (int) text.substring(0, block.start()).lines().count() + 1;
                if (block.group(1).equals(language)
                        && !LEFT_ALONE.contains(block.group(2).strip())) {
                    blocks.add(new Block(file, line, language, block.group(2), block.group(3)));
                }
            }
        }
        return blocks;
    }

    private static List<Path> documents() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            docs.filter(path -> path.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                                    .map(ROOT::resolve))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
