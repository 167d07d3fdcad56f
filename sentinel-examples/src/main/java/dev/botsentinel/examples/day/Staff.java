package dev.botsentinel.examples.day;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Those who run the place: the admin and the support by their names, admins behind the group, and the channel. */
final class Staff {

    private final DayStage stage;
    private final Dice dice;
    private final Cast cast;
    private final Cast.Leads leads;

    Staff(DayStage stage) {
        this.stage = stage;
        this.dice = stage.dice();
        this.cast = stage.cast();
        this.leads = cast.leads();
    }

    void plan() {
        for (int hour : new int[] {8, 12, 18, 22}) {
            stage.scene(hour, 0, 10, this::readTheFigures);
        }
        stage.scene(14, 30, 5, this::banTheFlooder);
        stage.scene(16, 49, 2, this::cleanUpAfterTheSwarm);
        stage.scene(9, 15, 15, this::support);
        stage.scene(12, 10, 15, this::moderateAnonymously);
        for (int hour = 7; hour <= 21; hour += 2) {
            int edition = hour;
            stage.scene(hour, 30, 20, script -> publish(script, edition));
        }
        stage.scene(19, 20, 20, this::writeAsOwnChannel);
        stage.scene(10, 0, 15, this::trade);
    }

    private void readTheFigures(DayScript script) {
        script.write(leads.admin(), "/admin_stats");
        script.think().write(leads.admin(), "/admin_list blocked");
    }

    private void banTheFlooder(DayScript script) {
        Person admin = leads.admin();
        String button = "admin:ban:" + leads.flooder().id();
        script.write(admin, "/admin_ban " + leads.flooder().id() + " 24h");
        Posted question = script.botSays(cast.privateRoom(admin), "Ban for 24 h?", button);
        script.glance().press(admin, question, button);
    }

    private void cleanUpAfterTheSwarm(DayScript script) {
        Person admin = leads.admin();
        for (Person account : cast.swarm().subList(0, 12)) {
            script.pause(900, 2_500).write(admin, "/admin_ban " + account.id());
            script.pause(200, 600).changeMember(cast.market(), admin, account, "member", "kicked");
        }
        script.think().say(admin, cast.market(), "cleaned up, sorry for the noise 🧹");
    }

    private void support(DayScript script) {
        Person support = leads.support();
        script.write(support, "/admin_stats");
        script.think().write(support, "/admin_ban " + leads.hopper().id());
        for (int answer = 0; answer < 6; answer++) {
            script.later(20, 70);
            script.say(support, cast.market(), Phrases.chatter(dice, support.language()));
        }
    }

    private void moderateAnonymously(DayScript script) {
        Room market = cast.market();
        Voice hidden = Voice.anonymousAdminOf(market);
        Posted rules =
                script.say(hidden, market, DayContent.text("Please keep to the topic. Rules: https://example.org/r"));
        script.think()
                .edit(rules, DayContent.text("Please keep to the topic, thank you. Rules: https://example.org/r"));
        script.think().say(hidden, market, DayContent.text("/admin_stats@" + Person.THE_BOT.username()));
        script.think()
                .record(
                        "message_reaction",
                        () -> stage.payloads().anonymousReaction(market, rules.message(), stage.date(), "👍", "🔥"));
        script.later(200, 240);
        for (int warning = 1; warning <= 5; warning++) {
            script.pause(4_000, 15_000).say(hidden, market, DayContent.text("⚠️ raid, stay calm (" + warning + ")"));
        }
    }

    /** Each post appears in the channel and, a moment later, in the linked group. */
    private void publish(DayScript script, int hour) {
        Room news = cast.news();
        DayContent words =
                DayContent.text("📰 " + hour + ":00: fresh beans, see https://example.org/n/" + hour + " #news");
        DayContent content =
                hour % 4 == 3 ? DayContent.captioned(stage.attachments().photo(), "Свіжа кава #news") : words;
        Posted post = script.say(Voice.channelItself(news), news, content);
        script.pause(700, 1_900).say(Voice.forwarding(news), cast.market(), forwardOf(post, content));
        if (hour % 6 == 3) {
            script.think().edit("edited_channel_post", post, content);
        }
        if (hour == 13) {
            script.pause(20_000, 40_000).redeliver(post);
        }
    }

    private DayContent forwardOf(Posted post, DayContent content) {
        return message -> {
            ObjectNode original = post.message();
            ObjectNode origin = JsonNodeFactory.instance.objectNode();
            origin.put("type", "channel");
            origin.set("chat", cast.news().json());
            origin.put("message_id", post.messageId());
            origin.set("date", original.path("date").deepCopy());
            message.set("forward_origin", origin);
            message.put("is_automatic_forward", true);
            message.set("forward_from_chat", cast.news().json());
            message.put("forward_from_message_id", post.messageId());
            message.set("forward_date", original.path("date").deepCopy());
            content.addTo(message);
        };
    }

    private void writeAsOwnChannel(DayScript script) {
        Voice voice = Voice.asChannel(cast.ownersChannel());
        Posted first = script.say(voice, cast.market(), DayContent.text("пишу від імені каналу, вибачте 🙈"));
        script.think().edit(first, DayContent.text("пишу від імені каналу, вибачте 🙈🙈"));
        for (int i = 0; i < 3; i++) {
            script.think().say(voice, cast.market(), DayContent.text(Phrases.chatter(dice, "uk")));
        }
        script.think().say(voice, cast.market(), DayContent.text("/balance@" + Person.THE_BOT.username()));
        script.think().write(leads.channelOwner(), "/start");
    }

    /** A merchant lets the bot answer in his private chats: business updates carry the connection they came by. */
    private void trade(DayScript script) {
        Person merchant = leads.merchant();
        String connection = dice.token("", 22);
        script.record(
                "business_connection",
                () -> stage.payloads().businessConnection(connection, merchant, stage.date(), true));
        for (Person customer : cast.customers().subList(3, 8)) {
            script.later(25, 60);
            talkBusiness(script, connection, customer);
        }
        script.later(60, 90);
        script.record(
                "business_connection",
                () -> stage.payloads().businessConnection(connection, merchant, stage.date(), false));
    }

    private void talkBusiness(DayScript script, String connection, Person customer) {
        Room room = cast.privateRoom(customer);
        String question = Phrases.chatter(dice, customer.language());
        Posted asked = script.post("business_message", Voice.of(customer), room, via(connection, question));
        script.think();
        script.post("business_message", Voice.of(leads.merchant()), room, via(connection, "Hi! One moment, please ☕"));
        if (dice.percent(50)) {
            script.think().edit("edited_business_message", asked, DayContent.text(question + "?"));
        } else {
            script.think()
                    .record(
                            "deleted_business_messages",
                            () -> stage.payloads().deletedBusinessMessages(connection, asked.message()));
        }
    }

    private static DayContent via(String connection, String words) {
        return message -> {
            message.put("business_connection_id", connection);
            DayContent.text(words).addTo(message);
        };
    }
}
