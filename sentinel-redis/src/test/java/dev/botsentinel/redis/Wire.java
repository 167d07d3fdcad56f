package dev.botsentinel.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A wire from a client to a server that can be held, cut, closed to newcomers, and given trouble. Counts what it does. Thread-safe. */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private boolean held;
    private volatile boolean turnsAway;
    private volatile boolean cutAtNextReply;
    private volatile @Nullable Supplier<Trouble> trouble;
    private final Set<Troubled> ways = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong harmed = new AtomicLong();

    Wire(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin("wire-entrance", this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + entrance.getLocalPort();
    }

    /** What the client sends from now on waits. */
    void hold() {
        synchronized (change) {
            held = true;
        }
    }

    /** Those that stand go on, whoever comes is turned away. */
    void turnAway() {
        turnsAway = true;
    }

    void release() {
        synchronized (change) {
            held = false;
            change.notifyAll();
        }
    }

    /** The next thing that the server says is lost, and the connection with it. */
    void cutAtNextReply() {
        cutAtNextReply = true;
    }

    boolean isCut() {
        return !cutAtNextReply;
    }

    /** All connections, those to come too, have this trouble from now on, each by itself. */
    void trouble(Supplier<Trouble> of) {
        trouble = of;
        troubleThoseThere(of);
    }

    /** The connections that there are have this trouble from now on; others come through. */
    void troubleThoseThere(Supplier<Trouble> of) {
        ways.forEach(way -> way.trouble = of.get());
    }

    /** Nobody has any trouble from now on; what is lost is lost. */
    void noMoreTrouble() {
        trouble = null;
        ways.forEach(way -> way.trouble = null);
    }

    /** Resets all connections. */
    void cut() {
        sockets.forEach(Wire::reset);
    }

    /** How often bytes came to harm. */
    long harmed() {
        return harmed.get();
    }

    /** How many connections were made so far. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        release();
        closeQuietly(entrance);
        sockets.forEach(Wire::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                connect(entrance.accept());
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        connections.getAndIncrement();
        if (turnsAway) {
            closeQuietly(client);
            return;
        }
        try {
            Socket server = new Socket(host, port);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            Troubled way = new Troubled();
            ways.add(way);
            Supplier<Trouble> of = trouble;
            if (of != null) {
                way.trouble = of.get();
            }
            begin("wire-out", () -> pass(way, client, server, true));
            begin("wire-back", () -> pass(way, server, client, false));
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    /** A connection, and what trouble it has. */
    private static final class Troubled {
        private volatile @Nullable Trouble trouble;
    }

    private void pass(Troubled way, Socket from, Socket to, boolean out) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream rest = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (out) {
                    awaitRelease();
                } else if (cutAtNextReply) {
                    cutAtNextReply = false;
                    return;
                }
                pass(way.trouble, buffer, read, rest, out);
            }
        } catch (IOException e) {
            reset(from);
            reset(to);
        } finally {
            ways.remove(way);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void pass(@Nullable Trouble now, byte[] bytes, int length, OutputStream rest, boolean out)
            throws IOException {
        if (now == null) {
            rest.write(bytes, 0, length);
            return;
        }
        try {
            if (now.pass(bytes, length, rest, out)) {
                harmed.getAndIncrement();
            }
        } catch (IOException e) {
            harmed.getAndIncrement();
            throw e;
        }
    }

    private void awaitRelease() {
        synchronized (change) {
            while (held) {
                try {
                    change.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What is on its way is lost, and the other side is told at once. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Closed is closed.
        }
    }
}
