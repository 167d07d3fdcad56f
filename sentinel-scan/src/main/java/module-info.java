/** Finds bots' tokens in a source tree. Start at {@link dev.botsentinel.scan.TreeScanner}. */
module dev.botsentinel.scan {
    requires static transitive org.jspecify;
    requires dev.botsentinel.web;
    // Only for HistoryScanner.
    requires static org.eclipse.jgit;

    exports dev.botsentinel.scan;
}
