package dev.botsentinel.examples.day;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Everything a message can carry besides text. Each call makes a new file; only stickers are met again and again. */
final class Attachments {

    private record Sticker(String emoji, String set, String uniqueId) {}

    private static final List<Sticker> STICKERS = List.of(
            new Sticker("👍", "KestrelMoods", "AgADVAADVp29Cg"),
            new Sticker("😂", "HotCherry", "AgADBQADwDZPEw"),
            new Sticker("🐈", "CatsOfOdesa", "AgADrQEAAladvQo"),
            new Sticker("❤️", "HotCherry", "AgADCAADwDZPEw"),
            new Sticker("🎉", "KestrelMoods", "AgADWgADVp29Cg"));

    private final Dice dice;

    Attachments(Dice dice) {
        this.dice = dice;
    }

    DayContent photo() {
        String baseId = dice.token("AgACAgIAAxkBAAI", 34);
        String uniqueBase = dice.token("AQAD", 10);
        int height = (int) dice.between(540, 960);
        return message -> {
            ArrayNode sizes = message.putArray("photo");
            photoSize(sizes.addObject(), baseId + "ADAgADcwAD", uniqueBase + "4", 90, height * 90 / 1280);
            photoSize(sizes.addObject(), baseId + "ADAgADbQAD", uniqueBase + "y", 320, height * 320 / 1280);
            photoSize(sizes.addObject(), baseId + "ADAgADeQAD", uniqueBase + "-", 1280, height);
        };
    }

    private static void photoSize(ObjectNode size, String fileId, String uniqueId, int width, int height) {
        size.put("file_id", fileId);
        size.put("file_unique_id", uniqueId);
        size.put("file_size", width * height / 7 + 611);
        size.put("width", width);
        size.put("height", height);
    }

    DayContent sticker() {
        Sticker sticker = dice.pick(STICKERS);
        return file("sticker", "CAACAgIAAxkBAAI", sticker.uniqueId(), fields -> {
            fields.put("width", 512);
            fields.put("height", 512);
            fields.put("emoji", sticker.emoji());
            fields.put("set_name", sticker.set());
            fields.put("is_animated", false);
            fields.put("is_video", false);
            fields.put("type", "regular");
        });
    }

    DayContent voice() {
        long seconds = dice.between(2, 40);
        return file("voice", "AwACAgIAAxkBAAI", uniqueId(), fields -> {
            fields.put("duration", seconds);
            fields.put("mime_type", "audio/ogg");
        });
    }

    DayContent video() {
        long seconds = dice.between(4, 90);
        return file("video", "BAACAgIAAxkBAAI", uniqueId(), fields -> {
            fields.put("duration", seconds);
            fields.put("width", 1280);
            fields.put("height", 720);
            fields.put("mime_type", "video/mp4");
        });
    }

    DayContent videoNote() {
        long seconds = dice.between(3, 30);
        return file("video_note", "DQACAgIAAxkBAAI", uniqueId(), fields -> {
            fields.put("length", 384);
            fields.put("duration", seconds);
        });
    }

    /** An animation comes with a {@code document} of the same file, for old bots. */
    DayContent animation() {
        ObjectNode file = fileFields("CgACAgQAAxkBAAI", uniqueId());
        file.put("width", 320);
        file.put("height", 240);
        file.put("duration", 3);
        file.put("mime_type", "video/mp4");
        ObjectNode document = file.deepCopy();
        document.remove(List.of("width", "height", "duration"));
        return message -> {
            message.set("animation", file.deepCopy());
            message.set("document", document.deepCopy());
        };
    }

    DayContent document(String fileName, String mimeType) {
        return file("document", "BQACAgIAAxkBAAI", uniqueId(), fields -> {
            fields.put("file_name", fileName);
            fields.put("mime_type", mimeType);
        });
    }

    private DayContent file(String field, String idPrefix, String uniqueId, Consumer<ObjectNode> details) {
        ObjectNode file = fileFields(idPrefix, uniqueId);
        details.accept(file);
        return DayContent.field(field, file);
    }

    private ObjectNode fileFields(String idPrefix, String uniqueId) {
        ObjectNode file = node();
        file.put("file_id", dice.token(idPrefix, 44));
        file.put("file_unique_id", uniqueId);
        file.put("file_size", dice.between(3_000, 900_000));
        return file;
    }

    private String uniqueId() {
        return dice.token("AgAD", 11);
    }

    DayContent location() {
        return DayContent.field("location", coordinates());
    }

    /** A location that its sender goes on updating; each update comes as an edit. */
    DayContent liveLocation(int metersMoved) {
        ObjectNode location = node();
        location.put("latitude", 50.450_1 + metersMoved / 111_000.0);
        location.put("longitude", 30.523_4);
        location.put("live_period", 900);
        location.put("heading", 4);
        return DayContent.field("location", location);
    }

    DayContent venue(String title, String address) {
        ObjectNode venue = node();
        ObjectNode location = coordinates();
        venue.set("location", location);
        venue.put("title", title);
        venue.put("address", address);
        return message -> {
            message.set("location", location.deepCopy());
            message.set("venue", venue.deepCopy());
        };
    }

    private ObjectNode coordinates() {
        ObjectNode location = node();
        location.put("latitude", dice.between(36_000_000, 60_000_000) / 1_000_000.0);
        location.put("longitude", dice.between(-9_000_000, 45_000_000) / 1_000_000.0);
        return location;
    }

    DayContent contact(Person person) {
        ObjectNode contact = node();
        contact.put("phone_number", "+3805500" + dice.between(10_000, 99_999));
        contact.put("first_name", person.firstName());
        contact.put("user_id", person.id());
        return DayContent.field("contact", contact);
    }

    DayContent dice(String emoji) {
        ObjectNode thrown = node();
        thrown.put("emoji", emoji);
        thrown.put("value", dice.between(1, 5));
        return DayContent.field("dice", thrown);
    }

    static DayContent poll(ObjectNode poll) {
        return DayContent.field("poll", poll);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
