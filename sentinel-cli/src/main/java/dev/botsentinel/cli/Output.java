package dev.botsentinel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where decisions go: whole buffers of bytes. What can't be written, for a full disk or a closed pipe, ends the command
 * at once, with a message.
 */
interface Output extends AutoCloseable {

    /**
     * Writes the first bytes of a buffer.
     *
     * @throws CommandFailure if they can't be written
     */
    void write(byte[] bytes, int length);

    /**
     * Ends the output.
     *
     * @throws CommandFailure if what was written before turns out not to be
     */
    @Override
    void close();

    /**
     * An output to a file, which is written directly, for it may be a pipe.
     *
     * @throws CommandFailure if the file can't be made
     */
    static Output to(Path file) {
        try {
            return new ToFile(Inputs.name(file), Files.newOutputStream(file));
        } catch (IOException e) {
            throw CommandFailure.ofFile(Inputs.name(file), e);
        }
    }

    /** An output to a stream, which stays open. */
    static Output to(PrintStream stream) {
        return new ToStream(stream);
    }

    /** A file. */
    record ToFile(String name, OutputStream file) implements Output {

        @Override
        public void write(byte[] bytes, int length) {
            try {
                file.write(bytes, 0, length);
            } catch (IOException e) {
                throw failure(e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private CommandFailure failure(IOException e) {
            return CommandFailure.unexpected(name + ": can't be written: " + CommandFailure.reason(e), e);
        }
    }

    /** A stream that hides its errors until asked. */
    record ToStream(PrintStream stream) implements Output {

        @Override
        public void write(byte[] bytes, int length) {
            stream.write(bytes, 0, length);
            if (stream.checkError()) {
                throw CommandFailure.unexpected("standard output can't be written any more; is the pipe closed?");
            }
        }

        @Override
        public void close() {
            write(new byte[0], 0);
        }
    }
}
