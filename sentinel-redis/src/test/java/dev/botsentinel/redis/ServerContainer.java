package dev.botsentinel.redis;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container; {@code -Dredis.image=valkey/valkey:9} tests another one. */
final class ServerContainer implements ServerProcess {

    private static final String IMAGE = System.getProperty("redis.image", "redis:8");
    private static final int PORT = 6379;

    private final GenericContainer<?> container;

    private ServerContainer(GenericContainer<?> container) {
        this.container = container;
    }

    static ServerContainer start(List<String> options) {
        List<String> command = new ArrayList<>(List.of(IMAGE.contains("valkey") ? "valkey-server" : "redis-server"));
        command.addAll(options);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withExposedPorts(PORT)
                .withCommand(command.toArray(String[]::new));
        container.start();
        return new ServerContainer(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PORT);
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .restartContainerCmd(container.getContainerId())
                .withTimeout(0)
                .exec();
    }

    @Override
    public void stop() {
        container.stop();
    }
}
