/** Limits in a Bucket4j {@code ProxyManager}: {@link dev.botsentinel.bucket4j.Bucket4jLimits}. */
@SuppressWarnings("requires-transitive-automatic") // Bucket4j has a module name, and no module-info yet
module dev.botsentinel.bucket4j {
    requires transitive dev.botsentinel.core;
    requires transitive io.github.bucket4j.core;

    exports dev.botsentinel.bucket4j;
}
