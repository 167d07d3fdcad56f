/** The command line. Exports nothing: it is run, not called. */
module dev.botsentinel.cli {
    requires dev.botsentinel.core;
    requires dev.botsentinel.memory;
    requires dev.botsentinel.redis;
    requires dev.botsentinel.scan;
    requires dev.botsentinel.telegram;
    requires gg.jte.runtime;
    requires info.picocli;
    requires org.eclipse.jgit;
    requires org.slf4j;
    requires tools.jackson.databind;

    opens dev.botsentinel.cli to
            info.picocli,
            gg.jte.runtime;
}
