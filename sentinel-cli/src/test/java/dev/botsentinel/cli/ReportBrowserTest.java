package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report in a real browser; skipped where there is none. {@link ReportTest} sees to what stands in it. */
class ReportBrowserTest {

    /** Of all texts, against the nearest background below them. */
    private static final String LEAST_CONTRAST = """
            (() => {
              const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(v => v / 255)
                .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const below = e => { const c = getComputedStyle(e).backgroundColor;
                return c === 'rgba(0, 0, 0, 0)' ? below(e.parentElement) : c; };
              const shown = [...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && e.offsetWidth > 0
                && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
              return Math.min(...shown.map(e => { const a = light(getComputedStyle(e).color), b = light(below(e));
                return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
            })()""";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path profile;

    private static Browser browser;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> binary = Browser.find();
        assumeTrue(binary.isPresent(), "no Chromium on the PATH: install it, or name it with -Dchromium=/path/to/it");
        browser = new Browser(binary.orElseThrow(), profile);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"360,false", "360,true", "800,false", "800,true", "1440,false", "1440,true"})
    void thePageFitsItsWindowAndCanBeRead(int width, boolean dark) throws IOException, InterruptedException {
        browser.open(hostile(), width, dark);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate(LEAST_CONTRAST).asDouble())
                .as("contrast, as WCAG AA wants it")
                .isGreaterThan(4.5);
        assertThat(colours()).as("colours of a screenshot").hasSizeGreaterThan(20);
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asString())
                .isEqualTo(dark ? "rgb(18, 22, 28)" : "rgb(246, 247, 249)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void nobodysScriptRuns() throws IOException, InterruptedException {
        browser.open(hostile(), 800, false);
        assertThat(browser.evaluate("document.title").asString()).isEqualTo("Sentinel replay: policy.yml");
        assertThat(browser.evaluate(
                                "document.querySelectorAll('script, img, iframe, b b, [onclick], [onerror]').length")
                        .asInt())
                .isZero();
    }

    /** What an escaping that failed would let in, the page's own policy keeps from running. */
    @Test
    void thePageForbidsItselfScripts() throws IOException, InterruptedException {
        Path page = hostile();
        Files.writeString(
                page, Files.readString(page).replace("</main>", "<script>document.title='owned'</script></main>"));
        browser.open(page, 800, false);
        assertThat(browser.evaluate("document.title").asString()).startsWith("Sentinel replay");
        assertThat(browser.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    void theKeyboardReachesEverything() throws IOException, InterruptedException {
        browser.open(hostile(), 800, false);
        int stops = browser.evaluate("document.querySelectorAll('a, summary, [tabindex]').length")
                .asInt();
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < stops; i++) {
            browser.call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"keyDown\",\"key\":\"Tab\",\"code\":\"Tab\",\"windowsVirtualKeyCode\":9}");
            // Inside a closed <details> nothing can be focused: open it, as a reader would by pressing Enter.
            reached.add(browser.evaluate("if (document.activeElement.tagName === 'SUMMARY')"
                            + " document.activeElement.parentElement.open = true;"
                            + " [...document.querySelectorAll('*')].indexOf(document.activeElement)")
                    .toString());
        }
        assertThat(reached).hasSize(stops);
    }

    @Test
    void itPrints() throws IOException, InterruptedException {
        browser.open(hostile(), 800, true);
        String pdf = browser.call("Page.printToPDF", "{}").path("data").asString();
        assertThat(new String(Base64.getDecoder().decode(pdf), ISO_8859_1))
                .startsWith("%PDF")
                .contains("/Type /Page");
    }

    @Test
    @Tag("slow")
    void aMillionUpdatesOpenWithinASecond() throws IOException, InterruptedException {
        Path page = Pages.million(directory);
        browser.open(page, 1440, false);
        assertThat(browser.evaluate("performance.getEntriesByType('navigation')[0].domComplete")
                        .asDouble())
                .as("milliseconds")
                .isBetween(1.0, 1000.0);
        for (int width : new int[] {360, 800, 1440}) {
            browser.open(page, width, false);
            assertThat(browser.evaluate("[...document.querySelectorAll('.figures div')]"
                                    + ".filter(e => e.scrollWidth > e.clientWidth).length")
                            .asInt())
                    .as("figures wider than their cards, at %d", width)
                    .isZero();
        }
    }

    private Path hostile() throws IOException {
        return Files.writeString(directory.resolve("report.html"), Pages.hostile(directory));
    }

    private static Set<Integer> colours() throws IOException, InterruptedException {
        String png = browser.call("Page.captureScreenshot", "{}").path("data").asString();
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }
}
