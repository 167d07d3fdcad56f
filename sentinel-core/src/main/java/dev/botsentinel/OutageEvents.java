package dev.botsentinel;

import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.BlockLost;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreListener;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Makes events of how the storage fares; on the executor, since it is told on any thread. */
record OutageEvents(EventDispatcher events, Executor executor, InstantSource time) implements StoreListener {

    @Override
    public void degraded(Throwable cause) {
        publish(new StoreDegraded(time.instant(), cause));
    }

    @Override
    public void recovered() {
        publish(new StoreRecovered(time.instant()));
    }

    @Override
    public void degraded(String node, Throwable cause) {
        publish(new StoreDegraded(time.instant(), cause, node));
    }

    @Override
    public void recovered(String node) {
        publish(new StoreRecovered(time.instant(), node));
    }

    @Override
    public void blockLost(Block block) {
        publish(new BlockLost(time.instant(), block.subject(), block.until(), block.source()));
    }

    private void publish(SecurityEvent event) {
        executor.execute(() -> events.publish(event));
    }
}
