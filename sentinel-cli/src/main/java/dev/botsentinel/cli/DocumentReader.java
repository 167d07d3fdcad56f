package dev.botsentinel.cli;

import dev.botsentinel.telegram.BotNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the updates out of what is more than a line: an update printed over several lines, an array of updates, an answer of
 * {@code getUpdates}, an export of Telegram Desktop. Memory holds one update of it. A document that breaks off is one error,
 * and the next document or line that begins behind it is read. Not thread-safe.
 */
final class DocumentReader {

    /** A bracket that is open. */
    private enum Level {
        /** An answer, an export, or a chat of an export: the fields tell. */
        OBJECT,
        /** The updates of an array or an answer. */
        UPDATES,
        /** What an export with several chats has around their list. */
        CHATS,
        CHAT_LIST,
        MESSAGES
    }

    /** A chat of a full export has 4 around its messages. */
    private static final int MOST_LEVELS = 8;

    private static final int LONGEST_SCALAR = 32;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");

    private final FileBytes bytes;
    private final BotNames names;
    private final JsonScanner json;
    private final Export export;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** Whether nothing was read at the innermost level so far. */
    private boolean first;

    /** Whether a document has begun, and what follows it in its last line isn't read yet. */
    private boolean open;

    /** Where the outermost object begins. */
    private FilePlace start = new FilePlace(1, 1);

    /** What is wrong with that object if it has no updates; null as soon as it has a place for them. */
    private @Nullable String lacking;

    private @Nullable RecordedLine update;
    private @Nullable BadLineException error;

    DocumentReader(FileBytes bytes, BotNames names) {
        this.bytes = bytes;
        this.names = names;
        this.json = new JsonScanner(bytes);
        this.export = new Export(names);
    }

    /** Whether the position is within a document, or in the line where one ended. */
    boolean isOpen() {
        return open;
    }

    /** Goes into the document that begins in this line. */
    void open() {
        open = true;
    }

    /** Goes to the next update or error; false if there is none in this document and in its last line. */
    boolean next() throws IOException {
        update = null;
        error = null;
        try {
            while (update == null && error == null && open) {
                step();
            }
        } catch (BadLineException e) {
            error = broken(e);
        }
        return update != null || error != null;
    }

    /** @throws BadLineException if it is none */
    RecordedLine update() throws BadLineException {
        if (error != null) {
            throw error;
        }
        return Objects.requireNonNull(update, "next() was false");
    }

    /** What was lost of exports, for the user; empty if there were none. */
    String note() {
        return export.note();
    }

    private void step() throws IOException, BadLineException {
        if (levels.isEmpty()) {
            begin();
        } else if (json.peekBehindSpace() == (isObject(levels.getFirst()) ? '}' : ']')) {
            json.pass();
            end();
        } else {
            comma();
            switch (levels.getFirst()) {
                case OBJECT -> field(json.name());
                case CHATS -> chats(json.name());
                case UPDATES -> element();
                case CHAT_LIST -> chat();
                case MESSAGES -> message();
            }
        }
    }

    private static boolean isObject(Level level) {
        return level == Level.OBJECT || level == Level.CHATS;
    }

    /** Begins a document, here or in what is left of the line where another ended. */
    private void begin() throws IOException, BadLineException {
        int c = json.peekInLine();
        if (c < 0 || c == '\n') {
            json.peekBehindSpace();
            open = false;
            return;
        }
        switch (DocumentStart.ofMore(bytes)) {
            case NONE -> garbage();
            case UPDATE -> element();
            case ARRAY -> push(Level.UPDATES);
            case CONTAINER -> container();
        }
    }

    private void container() throws IOException, BadLineException {
        start = json.place();
        lacking = "neither an update, nor an answer of getUpdates with a \"result\", nor an export with \"messages\"";
        export.startChat();
        push(Level.OBJECT);
    }

    private void garbage() throws IOException {
        error = new BadLineException("garbage behind what was read; begin a new line " + json.place());
        json.passLine();
        open = false;
    }

    private void end() {
        first = false;
        if (levels.removeFirst() == Level.OBJECT && lacking != null) {
            error = new BadLineException(lacking + " " + start);
            lacking = null;
        }
    }

    private void push(Level level) throws IOException, BadLineException {
        if (levels.size() == MOST_LEVELS) {
            throw new BadLineException("more than " + MOST_LEVELS + " levels around updates");
        }
        json.pass();
        levels.addFirst(level);
        first = true;
    }

    private void comma() throws IOException, BadLineException {
        if (!first) {
            if (json.peek() != ',') {
                throw json.wrong("no comma or " + (isObject(levels.getFirst()) ? "}" : "]") + " where one has to be");
            }
            json.pass();
            json.peekBehindSpace();
        }
        first = false;
    }

    private void field(String name) throws IOException, BadLineException {
        int c = json.peekBehindSpace();
        if (c == '[' && name.equals("result")) {
            lacking = null;
            push(Level.UPDATES);
        } else if (c == '[' && name.equals("messages")) {
            lacking = null;
            export.startMessages();
            push(Level.MESSAGES);
        } else if (c == '{' && (name.equals("chats") || name.equals("left_chats"))) {
            lacking = null;
            push(Level.CHATS);
        } else if (name.equals("error_code")) {
            lacking = refusal(json.value());
        } else if (name.equals("type")) {
            export.chat().type(scalar(json.value()).replace("\"", ""));
        } else if (name.equals("id")) {
            String id = scalar(json.value());
            export.chat().id(WHOLE.matcher(id).matches() ? Long.parseLong(id) : 0);
        } else {
            json.skipValue();
        }
    }

    private static String refusal(byte @Nullable [] code) {
        String number = scalar(code);
        return "the answer is no success but " + (WHOLE.matcher(number).matches() ? "error " + number : "an error")
                + "; record again";
    }

    /** A short value as it is written; empty if it is longer. */
    private static String scalar(byte @Nullable [] value) {
        return value == null || value.length > LONGEST_SCALAR ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private void chats(String name) throws IOException, BadLineException {
        if (name.equals("list") && json.peekBehindSpace() == '[') {
            push(Level.CHAT_LIST);
        } else {
            json.skipValue();
        }
    }

    private void chat() throws IOException, BadLineException {
        if (json.peek() == '{') {
            export.startChat();
            push(Level.OBJECT);
        } else {
            json.skipValue();
        }
    }

    private void element() throws IOException, BadLineException {
        if (levels.isEmpty() || !DocumentStart.isAnswer(bytes)) {
            cut(value -> RecordedUpdate.read(value, names));
        } else if (levels.size() == 1) {
            container();
        } else {
            throw new BadLineException("the JSON ends too soon: another answer begins");
        }
    }

    private void message() throws IOException, BadLineException {
        cut(export::update);
    }

    private interface Parser {
        @Nullable
        RecordedLine parse(byte[] value) throws BadLineException;
    }

    private void cut(Parser parser) throws IOException, BadLineException {
        FilePlace place = json.place();
        byte[] value = json.value();
        try {
            if (value == null) {
                throw new BadLineException("the update is longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
            }
            LineText.check(value);
            update = parser.parse(value);
        } catch (BadLineException e) {
            error = new BadLineException(place.in(String.valueOf(e.getMessage())));
        }
    }

    /** Leaves a document that is broken at the position. */
    private BadLineException broken(BadLineException wrong) throws IOException {
        FilePlace place = json.place();
        levels.clear();
        open = false;
        json.passBroken();
        boolean skipped = json.peek() >= 0 && json.place().line() > place.line() + 1;
        return new BadLineException(wrong.getMessage()
                + (skipped ? "; skipped up to line " + json.place().line() : "") + " " + place);
    }
}
