package dev.botsentinel.examples.day;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a day has once or twice, and what breaks bots that have only ever met text. */
final class Rarities {

    private final DayStage stage;
    private final Dice dice;
    private final Cast cast;
    private final Attachments media;
    private final Person photographer;

    Rarities(DayStage stage) {
        this.stage = stage;
        this.dice = stage.dice();
        this.cast = stage.cast();
        this.media = stage.attachments();
        this.photographer = cast.leads().photographer();
    }

    void plan() {
        for (int parts : new int[] {3, 4, 6, 10}) {
            stage.scene(10 + parts, 5, 40, script -> sendAlbum(script, parts));
        }
        stage.scene(15, 0, 20, this::sendEverything);
        stage.scene(17, 30, 10, this::shareLiveLocation);
        stage.scene(18, 0, 10, this::vote);
        stage.scene(12, 30, 10, this::migrateChess);
        stage.scene(8, 20, 20, this::comeAndGo);
        stage.scene(20, 10, 20, this::pressOddButtons);
        stage.scene(11, 40, 5, this::redeliver);
        stage.scene(21, 15, 10, this::meetTheFuture);
    }

    /** An album's parts are messages of their own; they come in one batch, here in the same microsecond. */
    private void sendAlbum(DayScript script, int parts) {
        String groupId = dice.decimalId();
        Room room = parts % 2 == 0 ? cast.market() : cast.neighbours();
        for (int part = 0; part < parts; part++) {
            DayContent photo = part == 0 ? DayContent.captioned(media.photo(), "Ринок 🌷 #album") : media.photo();
            script.say(Voice.of(photographer), room, DayContent.inAlbum(groupId, photo));
        }
    }

    private void sendEverything(DayScript script) {
        List<DayContent> everything = List.of(
                media.photo(),
                DayContent.captioned(media.photo(), "/start isn't a command under a picture"),
                media.sticker(),
                media.sticker(),
                media.voice(),
                media.video(),
                media.videoNote(),
                media.animation(),
                media.document("рахунок-фактура №7.pdf", "application/pdf"),
                media.location(),
                media.venue("Кав'ярня «На розі»", "вул. Лесі Українки, 4"),
                media.contact(cast.leads().merchant()),
                media.dice("🎲"),
                media.dice("🎯"),
                DayContent.text("👩🏽‍🚀🏳️‍🌈 \u202Eesrever\u202C ﷽ Z͑ͫ̓͢a̡̛͇lgo \t\"quoted\" \\ <b>&amp;</b>"));
        for (DayContent content : everything) {
            script.write(photographer, content);
            script.pause(3_000, 20_000);
        }
    }

    private void shareLiveLocation(DayScript script) {
        Posted location = script.write(photographer, media.liveLocation(0));
        for (int update = 1; update <= 8; update++) {
            script.pause(20_000, 60_000).edit(location, media.liveLocation(update * 35));
        }
    }

    private void vote(DayScript script) {
        List<String> options = List.of("Ethiopia", "Колумбія", "اليمن");
        String pollId = dice.decimalId();
        String question = "Which beans next? Яка кава далі?";
        ObjectNode open = stage.payloads().poll(pollId, question, options, List.of(0, 0, 0), false);
        script.say(Voice.of(photographer), cast.market(), Attachments.poll(open));
        for (Person voter : cast.crowd().subList(0, 18)) {
            int option = dice.below(options.size());
            script.pause(2_000, 40_000)
                    .record("poll_answer", () -> stage.payloads().pollAnswer(voter, pollId, option));
        }
        ObjectNode closed = stage.payloads().poll(pollId, question, options, List.of(7, 5, 6), true);
        script.later(30, 40).record("poll", () -> closed);
    }

    /** The chess club's group becomes a supergroup: each of the two says so, and the talk goes on in the new one. */
    private void migrateChess(DayScript script) {
        Room before = cast.chessAsGroup();
        Room after = cast.chess();
        Person founder = cast.crowd().get(1);
        cast.moveChess();
        script.say(Voice.of(founder), before, DayContent.number("migrate_to_chat_id", after.id()));
        script.pause(5, 60).say(Voice.anonymousAdminOf(after), after, message -> {
            message.put("migrate_from_chat_id", before.id());
        });
        script.changeMember(after, founder, Person.THE_BOT, "member", "administrator");
    }

    private void comeAndGo(DayScript script) {
        Room market = cast.market();
        for (Person person : cast.crowd().subList(34, 38)) {
            script.record(
                    "chat_join_request",
                    () -> stage.payloads().joinRequest(market, person, stage.date(), "coffee, cats, chess ♟"));
            script.later(2, 9);
            script.changeMember(market, cast.leads().admin(), person, "left", "member");
        }
        script.later(60, 100);
        Person leaver = cast.crowd().get(36);
        script.changeMember(market, leaver, leaver, "member", "left");
        blockAndUnblockTheBot(script.later(60, 100), cast.crowd().get(39));
        script.later(90, 100).record("chat_boost", () -> stage.payloads().boost(cast.news(), leaver, stage.date()));
    }

    private void blockAndUnblockTheBot(DayScript script, Person person) {
        Room room = cast.privateRoom(person);
        script.changeMember(room, person, Person.THE_BOT, "member", "kicked");
        script.later(20, 40).changeMember(room, person, Person.THE_BOT, "kicked", "member");
    }

    /** Buttons below messages too old to be shown, and in a channel, where the presses add up. */
    private void pressOddButtons(DayScript script) {
        Person person = cast.crowd().get(12);
        ObjectNode inaccessible = JsonNodeFactory.instance.objectNode();
        inaccessible.set("chat", cast.privateRoom(person).json());
        inaccessible.put("message_id", 17);
        inaccessible.put("date", 0);
        script.record("callback_query", () -> stage.payloads().callback(person, inaccessible.deepCopy(), "buy:9"));
        Posted post = script.botSays(cast.news(), "Vote with a heart", "like:1");
        for (Person reader : cast.crowd().subList(5, 12)) {
            script.pause(300, 9_000).press(reader, post, "like:1");
        }
        script.later(1, 2)
                .record(
                        "message_reaction_count",
                        () -> stage.payloads().reactionCount(post.message(), stage.date(), "❤", 41));
    }

    /** Same update, delivered again: soon, after a payment, and after longer than anyone remembers it. */
    private void redeliver(DayScript script) {
        Person person = cast.crowd().get(4);
        Posted balance = script.write(person, "/balance");
        script.pause(2_800, 3_400).redeliver(balance);
        Posted payment =
                script.later(1, 2).write(person, stage.payloads().successfulPayment("EUR", 1_250, "order:25:70001"));
        script.pause(15_000, 25_000).redeliver(payment);
        Posted words = script.later(1, 2).say(person, cast.market(), "شكرًا، وصلت القهوة ☕");
        script.later(12, 14).redeliver(words);
    }

    /** A kind of update that no Bot API has yet. */
    private void meetTheFuture(DayScript script) {
        for (Person person : cast.crowd().subList(20, 23)) {
            ObjectNode invitation = JsonNodeFactory.instance.objectNode();
            invitation.put("id", dice.decimalId());
            invitation.set("from", person.json());
            invitation.set("chat", cast.market().json());
            invitation.putObject("hologram").put("shape", "teapot").put("opacity", 0.75);
            script.pause(400, 9_000).record("hologram_invitation", () -> invitation);
        }
    }
}
