package dev.botsentinel.secret;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The layout that Kubernetes gives a volume: {@code token → ..data/token}, {@code ..data → ..2026_11_30…}. An update exchanges
 * {@code ..data} in one step.
 */
final class KubernetesVolume {

    private static final String DATA = "..data";

    private KubernetesVolume() {}

    /** The file that a volume's links lead to at this moment; the path itself if it is no link. */
    static Path resolve(Path path) throws IOException {
        Path volume = path.getParent();
        Path name = path.getFileName();
        if (volume == null || name == null || !Files.isSymbolicLink(path)) {
            return path;
        }
        Path data = volume.resolve(DATA);
        if (!Files.readSymbolicLink(path).equals(Path.of(DATA).resolve(name)) || !Files.isSymbolicLink(data)) {
            throw notOne(path);
        }
        Path version = Files.readSymbolicLink(data);
        if (version.isAbsolute()
                || version.getNameCount() != 1
                || version.toString().equals("..")) {
            throw notOne(path);
        }
        return volume.resolve(version).resolve(name);
    }

    private static FileSystemException notOne(Path path) {
        return new FileSystemException(
                path.toString(),
                null,
                "its links are not those of a Kubernetes volume; give the path of the file itself");
    }
}
