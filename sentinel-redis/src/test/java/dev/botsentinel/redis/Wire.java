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

/** A proxy between client and server that can hold, cut, refuse and damage connections. Counts what it does. Thread-safe. */
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
    private volatile @Nullable Supplier<WireFault> trouble;
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
        return "redis://127.0.0.1:" + port();
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Holds back everything the client sends from now on. */
    void hold() {
        synchronized (change) {
            held = true;
        }
    }

    /** Refuses new connections; existing ones continue. */
    void turnAway() {
        turnsAway = true;
    }

    void release() {
        synchronized (change) {
            held = false;
            change.notifyAll();
        }
    }

    /** Drops the server's next reply, and its connection. */
    void cutAtNextReply() {
        cutAtNextReply = true;
    }

    boolean isCut() {
        return !cutAtNextReply;
    }

    /** Gives all connections this fault, existing and new ones, each separately. */
    void trouble(Supplier<WireFault> of) {
        trouble = of;
        troubleThoseThere(of);
    }

    /** Gives existing connections this fault; new ones work. */
    void troubleThoseThere(Supplier<WireFault> of) {
        ways.forEach(way -> way.trouble = of.get());
    }

    /** Ends all faults; lost bytes stay lost. */
    void noMoreTrouble() {
        trouble = null;
        ways.forEach(way -> way.trouble = null);
    }

    /** Resets all connections. */
    void cut() {
        sockets.forEach(Wire::reset);
    }

    /** The number of faults that struck. */
    long harmed() {
        return harmed.get();
    }

    /** The number of connections so far. */
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
            Supplier<WireFault> of = trouble;
            if (of != null) {
                way.trouble = of.get();
            }
            begin("wire-out", () -> pass(way, client, server, true));
            begin("wire-back", () -> pass(way, server, client, false));
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    /** A connection and its fault. */
    private static final class Troubled {
        private volatile @Nullable WireFault trouble;
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

    private void pass(@Nullable WireFault now, byte[] bytes, int length, OutputStream rest, boolean out)
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

    /** Resets the connection, which drops bytes in transit. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Already closed.
        }
    }
}
