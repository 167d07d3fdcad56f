package dev.botsentinel.redis;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container; {@code -Dredis.image=valkey/valkey:9} tests another image. */
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
        // A fixed port, since a restarted container would get another one.
        PortBinding binding = new PortBinding(Ports.Binding.bindPort(ServerProcess.freePort()), new ExposedPort(PORT));
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(
                        create -> Objects.requireNonNull(create.getHostConfig()).withPortBindings(binding))
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
    public void stop() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void remove() {
        container.stop();
    }

    @Override
    public void pause() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void resume() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public State state() {
        var state = container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
        if (Boolean.TRUE.equals(state.getPaused())) {
            return State.PAUSED;
        }
        return Boolean.TRUE.equals(state.getRunning()) ? State.RUNS : State.ENDED;
    }
}
