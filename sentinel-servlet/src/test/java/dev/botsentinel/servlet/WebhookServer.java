package dev.botsentinel.servlet;

import java.net.URI;

/** A server with a guarded webhook at {@link #address()}. */
record WebhookServer(URI address, Stop stop) {

    /** Stops the server. */
    interface Stop {
        void stop() throws Exception;
    }
}
