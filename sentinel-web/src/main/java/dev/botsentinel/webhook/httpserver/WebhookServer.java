package dev.botsentinel.webhook.httpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.botsentinel.webhook.WebhookGuard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A guarded webhook on the JDK's own HTTPS server, with TLS 1.2 or later, 128 threads and limits. The limits are system properties of
 * the JDK, read once for the whole process before its first {@code HttpServer}. Unless they are set, this class sets {@code
 * sun.net.httpserver.maxReqTime} and {@code maxRspTime} to 15 s, {@code sun.net.httpserver.drainAmount} to 0, {@code
 * sun.net.httpserver.nodelay} to true, and {@code jdk.httpserver.maxConnections} to 512. If another {@code HttpServer} was started
 * before, give them on the command line: by
 * default the JDK waits for ever, and the thread that all connections share waits for the rest of bodies that were refused.
 */
public final class WebhookServer implements AutoCloseable {

    private static final int THREADS = 128;
    private static final int MOST_CONNECTIONS = 512;
    private static final String SECONDS = "15";

    static {
        setUnlessSet("sun.net.httpserver.maxReqTime", SECONDS);
        setUnlessSet("sun.net.httpserver.maxRspTime", SECONDS);
        // The server's one dispatching thread would wait for the rest of a refused body, which an attacker never sends.
        setUnlessSet("sun.net.httpserver.drainAmount", "0");
        // Head and body are two packets: without this the second waits 40 ms for the other side to confirm the first.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private WebhookServer(HttpServer server, WebhookGuard guard, String path) {
        this.server = server;
        this.threads = pool();
        server.setExecutor(threads);
        server.createContext("/", new WebhookHttpHandler(guard, path));
        server.start();
    }

    /**
     * Starts a server with TLS.
     *
     * @param address where to listen; port 0 for any that is free
     * @param tls the certificate and its key
     * @param path the only path that is served, such as {@code /telegram}
     */
    public static WebhookServer https(InetSocketAddress address, SSLContext tls, String path, WebhookGuard guard)
            throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new ModernTls(tls));
        return new WebhookServer(server, guard, path);
    }

    /** Starts a server without TLS, for behind a proxy that has it: the guard then needs {@code TrustedProxies}. */
    public static WebhookServer behindProxy(InetSocketAddress address, String path, WebhookGuard guard)
            throws IOException {
        return new WebhookServer(HttpServer.create(address, 0), guard, path);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Takes no more requests and gives those under way a second; the platform sends again what wasn't answered. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
    }

    private static ExecutorService pool() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(MOST_CONNECTIONS), task -> {
                    Thread thread = new Thread(null, task, "sentinel-webhook-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static final class ModernTls extends HttpsConfigurator {

        ModernTls(SSLContext tls) {
            super(tls);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters modern = getSSLContext().getDefaultSSLParameters();
            modern.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(modern);
        }
    }
}
