/** Keeps bots' tokens out of logs. Start at {@link dev.botsentinel.redaction.TokenRedactor}. */
module dev.botsentinel.logging {
    requires static transitive org.jspecify;
    // Only for dev.botsentinel.redaction.logback.
    requires static ch.qos.logback.classic;
    requires static ch.qos.logback.core;
    // Only for dev.botsentinel.redaction.log4j.
    requires static org.apache.logging.log4j;
    requires static org.apache.logging.log4j.core;

    exports dev.botsentinel.redaction;
    exports dev.botsentinel.redaction.log4j;
    exports dev.botsentinel.redaction.logback;
}
