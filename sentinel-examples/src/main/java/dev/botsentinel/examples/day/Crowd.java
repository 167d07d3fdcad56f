package dev.botsentinel.examples.day;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Everyday life: what ordinary users do on each of their visits, double taps and impatience included. */
final class Crowd {

    private static final int VISITS_A_DAY = 12;
    private static final List<String> REACTIONS = List.of("👍", "❤", "🔥", "😁", "🎉", "🤔");

    private final DayStage stage;
    private final Dice dice;
    private final Cast cast;

    Crowd(DayStage stage) {
        this.stage = stage;
        this.dice = stage.dice();
        this.cast = stage.cast();
    }

    void plan() {
        for (Person person : cast.crowd()) {
            for (int visit = 0; visit < VISITS_A_DAY; visit++) {
                stage.timeline().plan(DayTime.moment(dice), () -> visit(person));
            }
        }
    }

    private void visit(Person person) {
        int kind = dice.below(100);
        if (kind < 45) {
            talk(person, dice.pick(cast.roomsOf(person)));
        } else if (kind < 62) {
            shop(person);
        } else if (kind < 78 && cast.customers().contains(person)) {
            handleMoney(person);
        } else if (kind < 85) {
            searchInline(person);
        } else if (kind < 93) {
            lookAround(person);
        } else {
            writeToTheBot(person);
        }
    }

    private void talk(Person person, Room room) {
        DayScript script = stage.now();
        Posted last = script.say(person, room, Phrases.chatter(dice, person.language()));
        for (int turns = dice.below(6); turns > 0; turns--) {
            script.think();
            last = turn(script, person, room, last);
        }
    }

    private Posted turn(DayScript script, Person person, Room room, Posted last) {
        Voice voice = Voice.of(person);
        String words = Phrases.chatter(dice, person.language());
        int kind = dice.below(100);
        if (kind < 55) {
            return script.say(person, room, words);
        } else if (kind < 66) {
            Person other = dice.pick(cast.crowd());
            return script.say(Voice.of(other), room, DayContent.replyTo(last, DayContent.text(words)));
        } else if (kind < 74) {
            return script.say(voice, room, stage.attachments().sticker());
        } else if (kind < 79) {
            return script.say(
                    voice, room, DayContent.captioned(stage.attachments().photo(), words));
        } else if (kind < 82) {
            return script.say(voice, room, stage.attachments().voice());
        } else if (kind < 89) {
            react(script, dice.pick(cast.crowd()), last);
        } else if (kind < 95) {
            Posted typo = script.say(person, room, words + " …");
            script.think().edit(typo, DayContent.text(words));
            return typo;
        } else {
            return script.say(person, room, "/balance@" + Person.THE_BOT.username());
        }
        return last;
    }

    private void react(DayScript script, Person person, Posted to) {
        String emoji = dice.pick(REACTIONS);
        script.record("message_reaction", () -> stage.payloads().reaction(person, to.message(), stage.date(), emoji));
    }

    private void shop(Person person) {
        DayScript script = stage.now();
        Room room = cast.privateRoom(person);
        if (dice.percent(35)) {
            script.write(person, "/start");
            script.think();
        }
        script.write(person, dice.percent(50) ? "/search " + Phrases.search(dice) : "/buy");
        long article = dice.between(1, 60);
        Posted shelf = script.pause(200, 500)
                .botSays(room, "Page 1 of 7", "page:2", "page:3", "page:4", "page:5", "page:7", "buy:" + article);
        turnPages(script, person, shelf);
        if (dice.percent(60)) {
            buy(script, person, shelf, article);
        }
    }

    private void turnPages(DayScript script, Person person, Posted shelf) {
        int pages = dice.below(5);
        for (int page = 2; page < 2 + pages; page++) {
            script.pause(350, 2_500);
            script.press(person, shelf, "page:" + page);
        }
    }

    private void buy(DayScript script, Person person, Posted shelf, long article) {
        script.glance();
        script.press(person, shelf, "buy:" + article);
        if (dice.percent(35)) {
            script.twitch();
            script.press(person, shelf, "buy:" + article);
        }
        if (dice.percent(60)) {
            pay(script, person, "order:" + article + ":" + dice.between(10_000, 99_999));
        }
    }

    /** The bot sends an invoice; the user fills it in and pays, now and then with Stars. */
    private void pay(DayScript script, Person person, String invoice) {
        String currency = dice.percent(20) ? "XTR" : "EUR";
        int amount = (int) dice.between(250, 9_900);
        script.think();
        if (dice.percent(15)) {
            script.record("shipping_query", () -> stage.payloads().shipping(person, invoice));
            script.think();
        }
        script.record("pre_checkout_query", () -> stage.payloads().preCheckout(person, currency, amount, invoice));
        if (dice.percent(85)) {
            script.pause(1_200, 4_000);
            script.write(person, stage.payloads().successfulPayment(currency, amount, invoice));
        }
    }

    private void handleMoney(Person person) {
        DayScript script = stage.now();
        Room room = cast.privateRoom(person);
        script.write(person, "/balance");
        if (dice.percent(70)) {
            script.think();
            String amount = String.format(Locale.ROOT, "%d.%02d", dice.between(1, 80), dice.between(0, 99));
            transfer(script, person, room, "/transfer " + amount + " @" + recipient());
        }
    }

    private String recipient() {
        String username = dice.pick(cast.customers()).username();
        return username.isEmpty() ? cast.leads().merchant().username() : username;
    }

    private void transfer(DayScript script, Person person, Room room, String command) {
        script.write(person, command);
        if (dice.percent(20)) {
            script.twitch();
            script.write(person, command);
        }
        String confirm = dice.token("confirm:", 8);
        Posted question = script.pause(200, 600).botSays(room, "Really send it?", confirm, "cancel:transfer");
        script.glance();
        script.press(person, question, dice.percent(10) ? "cancel:transfer" : confirm);
        if (dice.percent(30)) {
            script.twitch();
            script.press(person, question, confirm);
        }
    }

    /** Inline mode asks again at every pause in typing, and once more when the results are scrolled. */
    private void searchInline(Person person) {
        DayScript script = stage.now();
        String words = Phrases.search(dice);
        for (int length = 1; length <= words.length(); length += 1 + dice.below(3)) {
            inlineQuery(script, person, words.substring(0, length), "");
            script.pause(180, 900);
        }
        inlineQuery(script, person, words, "");
        if (dice.percent(30)) {
            script.glance();
            inlineQuery(script, person, words, "20");
        }
        if (dice.percent(50)) {
            choose(script, person, words);
        }
    }

    private void inlineQuery(DayScript script, Person person, String words, String offset) {
        script.record("inline_query", () -> stage.payloads().inlineQuery(person, words, offset));
    }

    private void choose(DayScript script, Person person, String words) {
        String inlineMessageId = dice.token("AgAAA", 20);
        String article = Long.toString(dice.between(1, 60));
        ObjectNode chosen = stage.payloads().chosenInlineResult(person, words, article, inlineMessageId);
        script.glance().record("chosen_inline_result", () -> chosen);
        script.think();
        script.record(
                "callback_query", () -> stage.payloads().inlineCallback(person, inlineMessageId, "buy:" + article));
    }

    private void lookAround(Person person) {
        DayScript script = stage.now();
        script.write(person, dice.percent(50) ? "/help" : "/settings");
        Posted menu = script.pause(200, 500)
                .botSays(cast.privateRoom(person), "Settings", "settings:language", "settings:alerts");
        script.glance();
        script.press(person, menu, "settings:language");
        Posted languages = script.pause(200, 500)
                .botSays(cast.privateRoom(person), "Language", "language:en", "language:" + person.language());
        script.glance();
        script.press(person, languages, "language:" + person.language());
        if (dice.percent(30)) {
            script.glance();
            script.press(person, menu, "settings:alerts");
        }
    }

    private void writeToTheBot(Person person) {
        DayScript script = stage.now();
        String words = Phrases.chatter(dice, person.language());
        Posted first = script.write(person, words);
        if (dice.percent(30)) {
            script.twitch();
            script.write(person, words);
        }
        script.think();
        switch (dice.below(4)) {
            case 0 -> script.write(person, stage.attachments().location());
            case 1 -> script.write(person, stage.attachments().voice());
            case 2 -> script.write(person, stage.attachments().dice("🎲"));
            default -> script.edit(first, DayContent.text(words + "!"));
        }
    }
}
