package dev.botsentinel.redis.client;

/** A channel and its listener. Immutable. */
final class PubSubChannel {

    private final byte[] name;
    private final ChannelListener listener;

    PubSubChannel(byte[] name, ChannelListener listener) {
        this.name = name.clone();
        this.listener = listener;
    }

    byte[] name() {
        return name.clone();
    }

    ChannelListener listener() {
        return listener;
    }
}
