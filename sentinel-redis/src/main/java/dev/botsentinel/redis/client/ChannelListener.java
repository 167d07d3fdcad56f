package dev.botsentinel.redis.client;

/**
 * Receives the messages of a channel. Methods are called on the client's threads, sometimes by several at once: they must be
 * thread-safe and quick, and must neither block nor throw.
 */
public interface ChannelListener {

    /** A message arrived. Anyone with access to the channel may have sent it. */
    void received(byte[] message);

    /** The subscription is up, for the first time or again; messages may have been missed before. */
    void resubscribed();

    /** A node lost its state, or may have: it was emptied, restarted or replaced. Called before its answers are used. */
    void stateLost();
}
