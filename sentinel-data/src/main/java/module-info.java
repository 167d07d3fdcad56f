/** Personal data, declared, encrypted, expiring: {@link dev.botsentinel.data.PersonalData}. */
module dev.botsentinel.data {
    requires transitive dev.botsentinel.core;
    requires transitive dev.botsentinel.web;
    requires com.github.benmanes.caffeine;
    requires com.google.crypto.tink;
    requires com.google.gson;
    requires org.slf4j;
    // Only for dev.botsentinel.data.redis.
    requires static transitive lettuce.core;

    exports dev.botsentinel.data;
    exports dev.botsentinel.data.key;
    exports dev.botsentinel.data.redis;
    exports dev.botsentinel.data.storage;
}
