package dev.botsentinel.cli;

/** What the process ends with. */
final class ExitStatus {

    static final int FINE = 0;

    /** A defect, an output that can't be written any more, a disk that fails. */
    static final int UNEXPECTED = 1;

    /** Bad policy, bad principals, bad usage, a file that isn't there. */
    static final int BAD_INPUT = 2;

    /** The replay ran to its end, but some lines were no updates. */
    static final int ERROR_LINES = 3;

    /** What was asked about isn't as it should be: a test failed, a check found something. */
    static final int FINDINGS = 4;

    private ExitStatus() {}
}
