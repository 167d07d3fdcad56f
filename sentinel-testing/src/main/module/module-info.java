/** For tests of bots: a clock to turn by hand, assertions on decisions and events. */
module dev.botsentinel.testing {
    requires transitive dev.botsentinel.core;

    exports dev.botsentinel.testing;
}
