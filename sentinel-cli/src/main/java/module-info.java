/** The command line. Exports nothing: it is run, not called. */
module dev.botsentinel.cli {
    requires dev.botsentinel.core;
    requires dev.botsentinel.memory;
    requires dev.botsentinel.policytest;
    requires dev.botsentinel.redis;
    requires dev.botsentinel.scan;
    requires dev.botsentinel.telegram;
    requires dev.botsentinel.testing;
    requires dev.botsentinel.web;
    requires gg.jte.runtime;
    requires info.picocli;
    requires java.xml;
    requires org.eclipse.jgit;
    requires org.slf4j;
    requires org.snakeyaml.engine;
    requires tools.jackson.databind;

    opens dev.botsentinel.cli to
            info.picocli,
            gg.jte.runtime;
}
