package dev.botsentinel.scan;

import dev.botsentinel.ignore.IgnoreRules;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in a directory tree, or in one file. Leaves alone what git would ({@code .gitignore}, {@code .git/info/exclude}), what
 * {@code .sentinelignore} files of the same form name, {@code .git} itself, binary files, and what a symbolic link leads to. Not
 * thread-safe; each scan has its own.
 */
public final class TreeScanner {

    /** Larger files are skipped and named in the result. */
    public static final long LARGEST = 8 << 20;

    private final Path root;
    private final IgnoreRules ignores;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private int files;

    private TreeScanner(Path root, IgnoreRules ignores) {
        this.root = root;
        this.ignores = ignores;
    }

    /**
     * Scans.
     *
     * @param root a directory or a file
     * @param respectIgnoreFiles false looks at everything, also at what git ignores
     * @throws IOException if the root can't be read; other files that can't are in the result
     */
    public static ScanResult scan(Path root, boolean respectIgnoreFiles) throws IOException {
        Path start = root.toAbsolutePath().normalize();
        TreeScanner scanner = new TreeScanner(
                Files.isDirectory(start) ? start : start.resolveSibling("."), rules(start, respectIgnoreFiles));
        Files.walkFileTree(start, scanner.new Visitor(start));
        scanner.findings.sort(Comparator.comparing(Finding::path)
                .thenComparingInt(Finding::line)
                .thenComparingInt(Finding::column));
        return new ScanResult(scanner.findings, scanner.files, scanner.skipped);
    }

    /** Begins with the ignore files above the start, from the root of its git work tree on. */
    private static IgnoreRules rules(Path start, boolean respectIgnoreFiles) {
        IgnoreRules rules = new IgnoreRules(respectIgnoreFiles ? List.of(".gitignore", ".sentinelignore") : List.of());
        Path workTree = IgnoreRules.workTree(start);
        if (workTree != null) {
            Path at = workTree;
            for (Path name : workTree.relativize(start)) {
                rules.enter(at);
                at = at.resolve(name);
            }
        }
        return rules;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path start;

        Visitor(Path start) {
            this.start = start;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(start) && ignores.ignores(directory, true)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            ignores.enter(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            ignores.leave(directory);
            if (failure != null) {
                skip(directory, "could not be listed to its end");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && (file.equals(start) || !ignores.ignores(file, false))) {
                scan(file, attributes.size());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(start)) {
                throw failure;
            }
            skip(file, "can't be read");
            return FileVisitResult.CONTINUE;
        }
    }

    private void scan(Path file, long size) {
        if (size > LARGEST) {
            skip(file, "is larger than " + (LARGEST >> 20) + " MiB");
            return;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            files++;
            String text = FileText.of(bytes);
            if (text != null) {
                findings.addAll(TextScanner.scan(relative(file), text));
            }
        } catch (IOException unreadable) {
            skip(file, "can't be read");
        }
    }

    private void skip(Path file, String why) {
        skipped.add(relative(file) + ": " + why);
    }

    private String relative(Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
