package dev.botsentinel.library;

import dev.botsentinel.log.CauseText;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries out whether the libraries that a module needs are there and fit. The JVM links late: without a probe, a class that another
 * version lacks is missed with the first update, and then with each.
 *
 * <pre>{@code
 * LibraryProbe.of("my-store", MyStore.class)
 *         .needs("com.example:client", "3.1", "com.example.Client")
 *         .run(Client::open);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class LibraryProbe {

    private static final Pattern VERSION_IN_JAR_NAME = Pattern.compile("-(\\d+(?:\\.\\d+)*)[^/]*\\.jar$");

    private record Library(String artifact, String minimum, String someClass) {

        String name() {
            return artifact.substring(artifact.indexOf(':') + 1);
        }
    }

    private final String module;
    private final ClassLoader loader;
    private final List<Library> libraries = new ArrayList<>();

    private LibraryProbe(String module, ClassLoader loader) {
        this.module = module;
        this.loader = loader;
    }

    /**
     * A probe for a module.
     *
     * @param module its artifact's name
     * @param user a class of it; libraries are looked for by its class loader
     */
    public static LibraryProbe of(String module, Class<?> user) {
        return new LibraryProbe(module, user.getClassLoader());
    }

    /**
     * Names a library.
     *
     * @param artifact group and name: {@code io.lettuce:lettuce-core}
     * @param minimum the oldest version that fits: {@code 6.6}
     * @param someClass the name of a class that every version has
     */
    public LibraryProbe needs(String artifact, String minimum, String someClass) {
        libraries.add(new Library(artifact, minimum, someClass));
        return this;
    }

    /**
     * Uses the libraries once.
     *
     * @param use what needs them
     * @return what it answers
     * @throws IncompatibleLibraryException if one is missing, is known to be too old, or can't be linked. Whatever else {@code use}
     *     throws goes on
     */
    public <T> T run(Supplier<? extends T> use) {
        List<String> unfit =
                libraries.stream().filter(this::isUnfit).map(this::describe).toList();
        if (!unfit.isEmpty()) {
            throw new IncompatibleLibraryException(message(String.join(", and ", unfit)));
        }
        try {
            return use.get();
        } catch (LinkageError mismatch) {
            String all = libraries.stream().map(this::describe).collect(Collectors.joining(", and "));
            throw new IncompatibleLibraryException(
                    message(all) + " It failed with " + CauseText.of(mismatch), mismatch);
        }
    }

    private String message(String needs) {
        return module + " needs " + needs
                + ". Have your build choose a version that fits: a framework may pin another.";
    }

    private String describe(Library library) {
        String jar = jar(library);
        return library.artifact + " " + library.minimum + " or later ("
                + (jar == null ? "there is none on the class path" : "the class path has " + jar) + ")";
    }

    private boolean isUnfit(Library library) {
        String jar = jar(library);
        if (jar == null) {
            return true;
        }
        Matcher version = VERSION_IN_JAR_NAME.matcher(jar);
        return jar.startsWith(library.name() + "-") && version.find() && isLess(version.group(1), library.minimum);
    }

    /** The name of the jar that has the library; if it isn't in a jar of its own, where it is; null if it is nowhere. */
    private @Nullable String jar(Library library) {
        URL found = loader.getResource(library.someClass.replace('.', '/') + ".class");
        if (found == null) {
            return null;
        }
        String place = found.getPath();
        int end = place.lastIndexOf("!/");
        String jar = end < 0 ? place : place.substring(0, end);
        return jar.substring(jar.lastIndexOf('/') + 1);
    }

    private static boolean isLess(String version, String minimum) {
        String[] found = version.split("\\.", -1);
        String[] least = minimum.split("\\.", -1);
        for (int i = 0; i < least.length; i++) {
            int difference = Integer.compare(i < found.length ? number(found[i]) : 0, number(least[i]));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int number(String part) {
        return part.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(part);
    }
}
