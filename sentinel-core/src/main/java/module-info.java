/**
 * Sentinel: the chain, the policy, the decision and the contract of a storage. Start at {@link dev.botsentinel.Sentinel}.
 * What runs a decision stands in {@code dev.botsentinel.engine}, which isn't exported.
 */
module dev.botsentinel.core {
    requires static transitive org.jspecify;
    // Only for dev.botsentinel.micrometer.
    requires static micrometer.core;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports dev.botsentinel;
    exports dev.botsentinel.access;
    exports dev.botsentinel.audit;
    exports dev.botsentinel.decision;
    exports dev.botsentinel.event;
    exports dev.botsentinel.guard;
    exports dev.botsentinel.library;
    exports dev.botsentinel.log;
    exports dev.botsentinel.micrometer;
    exports dev.botsentinel.plan;
    exports dev.botsentinel.policy;
    exports dev.botsentinel.policy.annotation;
    exports dev.botsentinel.policy.file;
    exports dev.botsentinel.record;
    exports dev.botsentinel.request;
    exports dev.botsentinel.response;
    exports dev.botsentinel.run;
    exports dev.botsentinel.store;
    exports dev.botsentinel.store.resilient;
}
