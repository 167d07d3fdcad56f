package dev.botsentinel.cli;

import dev.botsentinel.telegram.BotNames;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of updates: lines, and documents that are more than a line, in any order. Memory holds one update of it. Not
 * thread-safe.
 */
final class Recording {

    private final FileBytes bytes;
    private final BotNames names;
    private final LineReader lines;
    private final DocumentReader documents;

    private long missing;
    private boolean hasPseudonyms;

    /** Whether the current update is in a document. */
    private boolean inDocument;

    /** @throws IOException if the start of the file can't be read */
    Recording(InputStream in, BotNames names) throws IOException {
        this.bytes = new FileBytes(in);
        this.names = names;
        this.lines = new LineReader(bytes);
        this.documents = new DocumentReader(bytes, names);
    }

    /** Goes to the next update, or to what is none and should be; false at the end of the file. */
    boolean next() throws IOException {
        inDocument = true;
        while (documents.isOpen() || DocumentStart.ofLine(bytes) != DocumentStart.NONE) {
            documents.open();
            if (documents.next()) {
                return true;
            }
        }
        inDocument = false;
        return lines.next();
    }

    /** @throws BadLineException if it is no update */
    RecordedLine line() throws BadLineException {
        RecordedLine line = inDocument ? documents.update() : ofLine(lines.line());
        missing += line instanceof RecordedLine.Gap gap ? gap.missing() : 0;
        hasPseudonyms |= line instanceof RecordedLine.Update update && update.updateId() == null;
        return line;
    }

    private RecordedLine ofLine(byte[] line) throws BadLineException {
        LineText.check(line);
        return RecordedUpdate.read(line, names);
    }

    /** Whether some update was written by a recorder, so that ids in it are none that people know. */
    boolean hasPseudonyms() {
        return hasPseudonyms;
    }

    /** How many bytes of the file were read to get here; some of the next update may be among them. */
    long bytesRead() {
        return bytes.bytesRead();
    }

    /** What was lost of what was read, for the user; empty if nothing. */
    String note() {
        return missing == 0
                ? documents.note()
                : "the recorder has lost " + Numbers.count(missing, "line") + "; later decisions may be too mild";
    }
}
