/** Finds bots' tokens in a source tree. Start at {@link dev.botsentinel.scan.TreeScanner}. */
module dev.botsentinel.scan {
    requires static transitive org.jspecify;
    requires dev.botsentinel.web;

    exports dev.botsentinel.scan;
}
