/**
 * The guard for webhooks: a servlet filter and a handler for the JDK's {@code HttpServer}. Start at {@link
 * dev.botsentinel.servlet.GuardedWebhook}.
 */
module dev.botsentinel.servlet {
    requires transitive dev.botsentinel.core;
    // Only for WebhookFilter.
    requires static transitive jakarta.servlet;
    // Only for GuardedHttpHandler.
    requires static transitive jdk.httpserver;
    requires org.slf4j;

    exports dev.botsentinel.servlet;
}
