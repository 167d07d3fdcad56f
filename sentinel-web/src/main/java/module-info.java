/**
 * Tokens that don't leak, in {@link dev.botsentinel.secret}, and webhooks that nobody forges, in {@link dev.botsentinel.webhook}. Needs the
 * JDK alone.
 */
module dev.botsentinel.web {
    requires static transitive org.jspecify;

    exports dev.botsentinel.ignore;
    exports dev.botsentinel.secret;
}
