/** Tests of policies. Only {@code dev.botsentinel.policytest.junit} needs JUnit. */
module dev.botsentinel.policytest {
    requires transitive dev.botsentinel.core;
    requires transitive dev.botsentinel.telegram;
    requires transitive dev.botsentinel.testing;
    requires dev.botsentinel.memory;
    requires org.snakeyaml.engine;
    // Only for dev.botsentinel.policytest.junit.
    requires static org.junit.jupiter.api;

    exports dev.botsentinel.policytest;
    exports dev.botsentinel.policytest.junit;
}
