package dev.botsentinel.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** The files of a recording, in the order of their names, one after the other. */
final class JoinedFiles {

    private JoinedFiles() {}

    /** The files in the directory that end in {@code .jsonl}. */
    static List<Path> in(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.jsonl")) {
            all.forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    /**
     * The files as streams, each opened when the one before is at its end. A line that broke off, at the end of a file whose disk was
     * full, is ended.
     */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else
    static Enumeration<InputStream> of(List<Path> files) {
        List<InputStream> streams = new ArrayList<>();
        return new Enumeration<>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < files.size() || !streams.isEmpty();
            }

            @Override
            public InputStream nextElement() {
                if (!streams.isEmpty()) {
                    return streams.remove(0);
                }
                Path file = files.get(next++);
                try {
                    if (!endsALine(file)) {
                        streams.add(new ByteArrayInputStream(new byte[] {'\n'}));
                    }
                    return Files.newInputStream(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static boolean endsALine(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(size - 1);
            return in.read() == '\n';
        }
    }
}
