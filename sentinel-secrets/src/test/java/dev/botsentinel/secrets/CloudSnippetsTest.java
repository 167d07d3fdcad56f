package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java blocks of docs/secrets.md that are marked {@code sdk} compile with the clouds' libraries. */
class CloudSnippetsTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java sdk\\n(.*?)^```$");

    @Test
    void theBlocksCompile(@TempDir Path out) throws Exception {
        List<JavaFileObject> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "secrets.md")));
        while (block.find()) {
            blocks.add(source(block.group(1)));
        }
        assertThat(blocks).hasSize(3);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", out.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(complaints, files, null, options, null, blocks)
                            .call())
                    .as(complaints.toString())
                    .isTrue();
        }
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Block.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }

            @Override
            public boolean isNameCompatible(String simpleName, Kind kind) {
                return true;
            }
        };
    }
}
