package dev.botsentinel.response;

import dev.botsentinel.decision.Decision.Denied;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Texts for denied users, by the language of their app: English, German, Spanish, French, Portuguese and Russian, and any
 * that are added. All languages are loaded together: a language code comes from outside, and is only looked up in a map
 * that doesn't grow. A wait is a number and a unit's symbol, never a word, so no language needs plurals. Immutable.
 */
public final class DenialTexts {

    private static final String ENGLISH = "en";
    private static final List<String> LANGUAGES = List.of(ENGLISH, "de", "es", "fr", "pt", "ru");
    private static final DenialTexts BUNDLED =
            new DenialTexts(LANGUAGES.stream().collect(Collectors.toMap(language -> language, DenialTexts::read)));

    private final Map<String, Map<Phrase, String>> byLanguage;

    private DenialTexts(Map<String, Map<Phrase, String>> byLanguage) {
        this.byLanguage = byLanguage;
    }

    /** The texts in six languages. */
    public static DenialTexts bundled() {
        return BUNDLED;
    }

    /**
     * These texts, with those of a bundle in place of their own. What the bundle lacks stays, in English if the language is
     * new.
     *
     * @param language as platforms name it: {@code de}, {@code pt-br}
     * @param bundle the texts, by the keys of {@code denials_en.properties} in this package
     * @throws IllegalArgumentException if the bundle has another key, or a text lacks the {@code {wait}} that it should name
     */
    public DenialTexts with(String language, ResourceBundle bundle) {
        Map<Phrase, String> phrases = new EnumMap<>(phrases(language));
        for (String key : new TreeSet<>(bundle.keySet())) {
            Phrase phrase = phrase(key);
            phrases.put(phrase, phrase.checked(bundle.getString(key)));
        }
        Map<String, Map<Phrase, String>> more = new HashMap<>(byLanguage);
        more.put(language.toLowerCase(Locale.ROOT), phrases);
        return new DenialTexts(more);
    }

    private static Phrase phrase(String key) {
        return Arrays.stream(Phrase.values())
                .filter(phrase -> phrase.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no text is called " + key + "; there are "
                        + Arrays.stream(Phrase.values()).map(Phrase::key).collect(Collectors.joining(", "))));
    }

    /**
     * The text for a denial; null where none is needed, as after a double tap.
     *
     * @param languageCode the user's language as its platform names it; English for null and for an unknown one
     */
    public @Nullable String text(Denied denied, @Nullable String languageCode) {
        Map<Phrase, String> phrases = phrases(languageCode);
        return switch (denied.reason()) {
            case BLOCKED -> timed(phrases, denied, Phrase.BLOCKED, Phrase.BLOCKED_WAIT);
            // the denial that a block begins with: what is to be waited for is the block's end
            case RATE_LIMITED ->
                denied.hasBlockEnd()
                        ? timed(phrases, denied, Phrase.LIMITED, Phrase.BLOCKED_WAIT)
                        : timed(phrases, denied, Phrase.LIMITED, Phrase.LIMITED_WAIT);
            case VETOED, FORBIDDEN -> phrases.get(Phrase.FORBIDDEN);
            case UNREGISTERED -> phrases.get(Phrase.UNREGISTERED);
            case STEP_UP_REQUIRED -> phrases.get(Phrase.STEP_UP);
            case UNRESOLVED, UNAVAILABLE -> phrases.get(Phrase.UNAVAILABLE);
            case STALE, DUPLICATE -> null;
        };
    }

    private static @Nullable String timed(Map<Phrase, String> phrases, Denied denied, Phrase forEver, Phrase withWait) {
        if (denied.retryAfter() == null) {
            return phrases.get(forEver);
        }
        RoundedWait wait = RoundedWait.of(denied.retryAfter());
        Phrase unit = switch (wait.unit()) {
            case SECONDS -> Phrase.UNIT_SECONDS;
            case MINUTES -> Phrase.UNIT_MINUTES;
            case HOURS -> Phrase.UNIT_HOURS;
            case DAYS -> Phrase.UNIT_DAYS;
        };
        return Objects.requireNonNull(phrases.get(withWait))
                .replace(Phrase.WAIT, wait.amount() + " " + phrases.get(unit));
    }

    /** Those of the language with its region, else of the language, else English. */
    private Map<Phrase, String> phrases(@Nullable String languageCode) {
        String code = languageCode == null ? ENGLISH : languageCode.toLowerCase(Locale.ROOT);
        Map<Phrase, String> exact = byLanguage.get(code);
        if (exact != null) {
            return exact;
        }
        int hyphen = code.indexOf('-');
        Map<Phrase, String> language = hyphen < 0 ? null : byLanguage.get(code.substring(0, hyphen));
        return language != null ? language : Objects.requireNonNull(byLanguage.get(ENGLISH));
    }

    /** Read as a resource, and not found by a locale: the machine's own must not become everybody's. */
    private static Map<Phrase, String> read(String language) {
        try (InputStream file = DenialTexts.class.getResourceAsStream("denials_" + language + ".properties")) {
            ResourceBundle bundle = new PropertyResourceBundle(
                    new InputStreamReader(Objects.requireNonNull(file, language), StandardCharsets.UTF_8));
            Map<Phrase, String> phrases = new EnumMap<>(Phrase.class);
            for (Phrase phrase : Phrase.values()) {
                phrases.put(phrase, phrase.checked(bundle.getString(phrase.key())));
            }
            return phrases;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
