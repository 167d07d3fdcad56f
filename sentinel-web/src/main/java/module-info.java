/**
 * Tokens that don't leak, in {@link dev.botsentinel.secret}, and webhooks that nobody forges, in {@link dev.botsentinel.webhook}. Needs the
 * JDK alone.
 */
module dev.botsentinel.web {
    requires static transitive org.jspecify;
    // Only for dev.botsentinel.webhook.httpserver.
    requires static transitive jdk.httpserver;
    // Only for dev.botsentinel.webhook.micrometer.
    requires static micrometer.core;

    exports dev.botsentinel.ignore;
    exports dev.botsentinel.secret;
    exports dev.botsentinel.webhook;
    exports dev.botsentinel.webhook.httpserver;
    exports dev.botsentinel.webhook.micrometer;
}
