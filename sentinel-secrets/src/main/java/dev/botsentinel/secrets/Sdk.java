package dev.botsentinel.secrets;

/** A vendor's library that a bot has to bring. */
final class Sdk {

    private Sdk() {}

    /**
     * Fails if a library isn't there.
     *
     * @param type one of its types
     * @throws IllegalStateException that names the artifact to add
     */
    static void require(String type, String artifact, String store) {
        try {
            Class.forName(type, false, Sdk.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new IllegalStateException(
                    store + " needs " + artifact
                            + " on the class path, which sentinel-secrets doesn't bring; add it to your build",
                    missing);
        }
    }
}
