package dev.botsentinel.redis.client;

import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The servers that a URI names, and how to log in to them. Immutable. */
final class Endpoints {

    /** Host names may have underscores, as containers' names do; {@link java.net.URI} knows no host in such a URI. */
    private static final String HOST =
            "(?:[\\p{Alnum}._-]+|\\[[\\p{XDigit}:.]+(?:%[\\p{Alnum}._-]+)?])(?::[0-9]{1,5})?";

    /** TLS, kind, user, password, hosts with ports, database, parameters, name of the master. */
    private static final Pattern SHAPE = Pattern.compile("redis(s)?(?:-(sentinel|cluster))?://"
            + "(?:([^/?#@:,]*)(:[^/?#@]*)?@)?(" + HOST + "(?:," + HOST + ")*)(?:/([0-9]{1,5})?)?"
            + "(?:\\?([^#]*))?(?:#(.+))?");

    private static final int TLS = 1;
    private static final int KIND = 2;
    private static final int USER = 3;
    private static final int PASSWORD = 4;
    private static final int HOSTS = 5;
    private static final int DATABASE = 6;
    private static final int PARAMETERS = 7;
    private static final int MASTER = 8;

    /** A port after a name, or after the bracket of an IPv6 address. */
    private static final Pattern PORT = Pattern.compile("(.*[^:]):([0-9]+)");

    private static final int LARGEST_PORT = 65535;
    private static final String NOT_SAID = "";

    private final List<RedisURI> uris;
    private final boolean isCluster;
    private final @Nullable String master;

    /** The URI of a server, but for its host and port. */
    private final RedisURI server;

    private Endpoints(List<RedisURI> uris, boolean isCluster, @Nullable String master, RedisURI server) {
        this.uris = List.copyOf(uris);
        this.isCluster = isCluster;
        this.master = master;
        this.server = server;
    }

    /** @throws IllegalArgumentException without the text and without a cause, since both may have a password */
    static Endpoints parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw unreadable();
        }
        if (parts.group(USER) != null && parts.group(PASSWORD) == null) {
            throw new IllegalArgumentException("this Redis URI has one word before the @, which some clients take for"
                    + " the user and others for the password; write redis://user:password@host, or"
                    + " redis://:password@host for a password alone. The text is not repeated here, because the word may"
                    + " be a password");
        }
        try {
            return read(parts);
        } catch (UriParameters.Unknown unknown) {
            throw new IllegalArgumentException(unknown.getMessage());
        } catch (RuntimeException e) {
            throw unreadable();
        }
    }

    private static Endpoints read(Matcher parts) {
        boolean isSentinel = "sentinel".equals(parts.group(KIND));
        boolean isCluster = "cluster".equals(parts.group(KIND));
        List<String> hosts = List.of(parts.group(HOSTS).split(","));
        String master = parts.group(MASTER);
        int database = parts.group(DATABASE) == null ? 0 : Integer.parseInt(parts.group(DATABASE));
        if (isSentinel != (master != null)
                || (isCluster && database != 0)
                || (!isSentinel && !isCluster && hosts.size() > 1)) {
            throw unreadable();
        }
        boolean tls = parts.group(TLS) != null;
        UriParameters parameters = UriParameters.parse(parts.group(PARAMETERS), isSentinel);
        String password =
                parts.group(PASSWORD) == null ? null : parts.group(PASSWORD).substring(1);
        RedisURI server = withoutHost(tls, parameters);
        server.setDatabase(database);
        logIn(server, decoded(parts.group(USER)), decoded(password));
        if (!isSentinel) {
            return new Endpoints(at(server, hosts, RedisURI.DEFAULT_REDIS_PORT), isCluster, null, server);
        }
        RedisURI sentinel = withoutHost(tls, parameters);
        logIn(sentinel, parameters.sentinelUser(), parameters.sentinelPassword());
        return new Endpoints(at(sentinel, hosts, RedisURI.DEFAULT_SENTINEL_PORT), false, decoded(master), server);
    }

    private static @Nullable String decoded(@Nullable String part) {
        return part == null ? null : UriParameters.decoded(part);
    }

    /** All that servers have in common; its host is a placeholder, which {@link #at} replaces. */
    private static RedisURI withoutHost(boolean tls, UriParameters parameters) {
        RedisURI uri = RedisURI.create("localhost", RedisURI.DEFAULT_REDIS_PORT);
        uri.setSsl(tls);
        uri.setVerifyPeer(parameters.verifyPeer());
        uri.setLibraryName(NOT_SAID); // CLIENT SETINFO needs a right that nobody else does, and a refusal fills ACL LOG
        uri.setLibraryVersion(NOT_SAID);
        if (parameters.clientName() != null) {
            uri.setClientName(parameters.clientName());
        }
        return uri;
    }

    private static void logIn(RedisURI uri, @Nullable String user, @Nullable String password) {
        if (password == null) {
            return;
        }
        if (user == null || user.isEmpty()) {
            uri.setAuthentication(password.toCharArray());
        } else {
            uri.setAuthentication(user, password.toCharArray());
        }
    }

    private static List<RedisURI> at(RedisURI pattern, List<String> hosts, int defaultPort) {
        List<RedisURI> uris = new ArrayList<>();
        for (String text : hosts) {
            Matcher withPort = PORT.matcher(text);
            boolean hasPort = withPort.matches();
            String host = hasPort ? withPort.group(1) : text;
            int port = hasPort ? Integer.parseInt(withPort.group(2)) : defaultPort;
            if (port > LARGEST_PORT) {
                throw unreadable();
            }
            uris.add(at(pattern, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
        }
        return uris;
    }

    private static RedisURI at(RedisURI pattern, String host, int port) {
        return RedisURI.builder(pattern).withHost(host).withPort(port).build();
    }

    boolean isCluster() {
        return isCluster;
    }

    /** What was named: one server, nodes of a Cluster, or Redis Sentinels. */
    List<RedisURI> uris() {
        return uris;
    }

    /** The name of the master that Redis Sentinels are asked for; null if none are named. */
    @Nullable
    String master() {
        return master;
    }

    /** A server that Redis Sentinels or nodes of a Cluster told of, with the login and all else that the URI says of servers. */
    RedisURI server(String host, int port) {
        return at(server, host, port);
    }

    /** Hosts and ports, and the master's name, for logs. */
    String name() {
        String hosts = uris.stream().map(Endpoints::name).collect(Collectors.joining(","));
        return master == null ? hosts : hosts + "#" + master;
    }

    static String name(RedisURI uri) {
        return name(uri.getHost(), uri.getPort());
    }

    static String name(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException("this is not a Redis URI; write redis://user:password@host:port/database,"
                + " redis-sentinel://user:password@host:port,host:port/database#master or"
                + " redis-cluster://user:password@host:port,host:port, for TLS rediss instead of redis. Percent-encode"
                + " special characters in user and password: %40 for @, %2F for /. The text is not repeated here,"
                + " because it may contain a password");
    }
}
