package dev.botsentinel.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Mounts and paths in Vault: names with {@code /} between. */
final class VaultPath {

    private static final int LONGEST = 512;

    private VaultPath() {}

    /** The path for an address. Refuses what could lead elsewhere. */
    static String encoded(String path, String what) {
        String[] names = path.split("/", -1);
        boolean bad = path.length() > LONGEST
                || path.chars().anyMatch(Character::isISOControl)
                || Arrays.stream(names).anyMatch(name -> name.isBlank() || name.equals(".") || name.equals(".."));
        if (bad) {
            throw new IllegalArgumentException(
                    what
                            + " has to be names with / between, at most 512 characters, none empty and no / at the ends: bots/shop");
        }
        return Arrays.stream(names)
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
