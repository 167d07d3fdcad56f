/** The storage contract as tests to inherit: {@link dev.botsentinel.storage.tests.SentinelStoreContract}. */
module dev.botsentinel.storage.tests {
    requires transitive dev.botsentinel.core;
    requires transitive dev.botsentinel.testing;
    requires transitive org.junit.jupiter.api;

    exports dev.botsentinel.adapter.tests;
    exports dev.botsentinel.storage.tests;
    exports dev.botsentinel.storage.tests.chain;

    // The laws are nested tests that aren't public.
    opens dev.botsentinel.adapter.tests to
            org.junit.platform.commons;
    opens dev.botsentinel.storage.tests to
            org.junit.platform.commons;
}
