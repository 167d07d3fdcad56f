package dev.botsentinel.redis.client;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a URI names, and how to log in to them.
 *
 * @param isCluster whether they are nodes of a Cluster
 * @param uris one; for a Cluster all that were named
 */
record Endpoints(boolean isCluster, List<RedisURI> uris) {

    private static final String HOST = "(?:[^,:/?#@\\s\\[\\]]+|\\[[^]]+])(?::[0-9]{1,5})?";

    /** Scheme, kind, login, hosts and ports, and the rest, which Lettuce parses. */
    private static final Pattern SHAPE =
            Pattern.compile("(rediss?)(-sentinel|-cluster)?://([^/?#@,]*@)?(" + HOST + "(?:," + HOST + ")*)([/?#].*)?");

    private static final Pattern MASTER = Pattern.compile("[^#]*#[^#]+");
    private static final int LARGEST_PORT = 65535;

    Endpoints {
        uris = List.copyOf(uris);
    }

    /** @throws IllegalArgumentException without the text and without a cause, since both may have a password */
    static Endpoints parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw unreadable();
        }
        String kind = parts.group(2) == null ? "" : parts.group(2);
        String rest = parts.group(5) == null ? "" : parts.group(5);
        try {
            return switch (kind) {
                case "-sentinel" -> withSentinels(text, rest);
                case "-cluster" ->
                    cluster(
                            parts.group(1) + "://" + login(parts.group(3)),
                            parts.group(4).split(","),
                            rest);
                default -> oneServer(text, parts.group(4), rest);
            };
        } catch (RuntimeException e) {
            throw unreadable();
        }
    }

    /** Hosts and ports, for logs. */
    String name() {
        List<String> names = new ArrayList<>();
        for (RedisURI uri : uris) {
            names.add(name(uri));
        }
        return String.join(",", names);
    }

    static String name(RedisURI uri) {
        if (uri.getSentinels().isEmpty()) {
            return uri.getHost() + ":" + uri.getPort();
        }
        List<String> sentinels =
                uri.getSentinels().stream().map(Endpoints::name).toList();
        return String.join(",", sentinels) + "#" + uri.getSentinelMasterId();
    }

    private static Endpoints oneServer(String text, String host, String rest) {
        if (host.contains(",") || rest.contains("#")) {
            throw unreadable();
        }
        return new Endpoints(false, List.of(checked(RedisURI.create(text))));
    }

    private static Endpoints withSentinels(String text, String rest) {
        if (!MASTER.matcher(rest).matches()) {
            throw unreadable();
        }
        RedisURI uri = RedisURI.create(text);
        uri.getSentinels().forEach(Endpoints::checked);
        return new Endpoints(false, List.of(uri));
    }

    private static Endpoints cluster(String start, String[] hosts, String rest) {
        List<RedisURI> uris = new ArrayList<>();
        for (String host : hosts) {
            RedisURI uri = checked(RedisURI.create(URI.create(start + host + rest)));
            if (uri.getDatabase() != 0 || rest.contains("#")) {
                throw unreadable();
            }
            uris.add(uri);
        }
        return new Endpoints(true, uris);
    }

    private static String login(@Nullable String login) {
        return login == null ? "" : login;
    }

    private static RedisURI checked(RedisURI uri) {
        if (uri.getPort() > LARGEST_PORT) {
            throw unreadable();
        }
        return uri;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("this is not a Redis URI; write redis://user:password@host:port/database,"
                + " redis-sentinel://user:password@host:port,host:port/database#master or"
                + " redis-cluster://user:password@host:port,host:port, for TLS rediss instead of redis. Percent-encode"
                + " special characters in user and password: %40 for @, %2F for /. The text is not repeated here,"
                + " because it may contain a password");
    }
}
