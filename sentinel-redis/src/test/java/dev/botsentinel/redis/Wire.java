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

/** A wire from a client to a server that can be held, and cut at the next reply. Thread-safe. */
final class Wire implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private boolean held;
    private volatile boolean cutAtNextReply;
    private final AtomicInteger connections = new AtomicInteger();

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
        try {
            Socket server = new Socket(host, port);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            begin("wire-out", () -> pass(client, server, true));
            begin("wire-back", () -> pass(server, client, false));
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private void pass(Socket from, Socket to, boolean out) {
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
                rest.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The other side is closed.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
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

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Closed is closed.
        }
    }
}
