package dev.botsentinel.response;

/** What became of the answers to users, since the guard was built. Counts only grow. Thread-safe. */
public interface ResponseCounts {

    /** Answers whose responder completed and had something to say. */
    long sent();

    /** Denials and failures that a responder had nothing to say to: it completed with {@link Responder#NOTHING}. */
    long silent();

    /** Answers whose responder threw, failed, or took too long. */
    long failed();

    /** Denials that were not explained, since the subject had been told, or too many others had. */
    long repeated();

    /** Answers for which there was no room, or that came after the guard was closed. */
    long dropped();
}
