package dev.botsentinel.examples.day;

import java.util.Locale;

/** Those the guard is there for: each scene is an attack, or a misfortune, of a kind of its own. */
final class Troublemakers {

    private static final int FLOOD_MESSAGES = 400;
    private static final int INVENTED_COMMANDS = 110;

    private final DayStage stage;
    private final Dice dice;
    private final Cast cast;
    private final Cast.Leads leads;

    Troublemakers(DayStage stage) {
        this.stage = stage;
        this.dice = stage.dice();
        this.cast = stage.cast();
        this.leads = cast.leads();
    }

    void plan() {
        stage.scene(13, 5, 6, this::flood);
        stage.scene(16, 40, 5, script -> swarm());
        stage.scene(10, 20, 10, this::hop);
        stage.scene(9, 40, 20, this::intrude);
        stage.scene(11, 10, 30, this::tryWithoutAnAccount);
        stage.scene(14, 0, 30, this::tryWithAStaleStepUp);
        stage.scene(7, 30, 60, this::comeBackBanned);
        stage.scene(17, 10, 20, this::hurry);
    }

    /** 400 different messages in a minute and a half; then he returns, twice, for longer and longer blocks. */
    private void flood(DayScript script) {
        floodWith(script, FLOOD_MESSAGES, 60, 390);
        script.later(8, 9);
        floodWith(script, 45, 100, 500);
        script.later(20, 30);
        floodWith(script, 6, 1_000, 9_000);
        script.later(90, 100);
        floodWith(script, 12, 300, 1_500);
    }

    private void floodWith(DayScript script, int messages, int leastMillis, int mostMillis) {
        for (int i = 1; i <= messages; i++) {
            String words =
                    i % 40 == 0 ? "🎰🎰🎰" : "GANA " + dice.between(100, 9_999) + " € YA 🎰 https://example.net/" + i;
            script.write(leads.flooder(), words);
            script.pause(leastMillis, mostMillis);
        }
    }

    /** Sixty fresh accounts: they join, all press start within half a second, and shout for a minute. */
    private void swarm() {
        for (Person account : cast.swarm()) {
            stage.now().pause(0, 45_000).changeMember(cast.market(), account, account, "left", "member");
            stage.now().pause(60_000, 60_450).write(account, "/start raid");
            shout(stage.now().pause(62_000, 70_000), account);
        }
    }

    private void shout(DayScript script, Person account) {
        for (int left = (int) dice.between(3, 4); left > 0; left--) {
            String words = "free coins 🚀 t.me/coins_" + dice.below(50) + " " + dice.token("", 4);
            script.say(account, cast.market(), words);
            script.pause(6_000, 17_000);
        }
    }

    /** Invents a command for each message, to find one without a limit. */
    private void hop(DayScript script) {
        for (int i = 1; i <= INVENTED_COMMANDS; i++) {
            script.write(leads.hopper(), (i % 10 == 0 ? "/A" : "/a") + i);
            script.pause(250, 1_100);
        }
        script.later(7, 9);
        script.write(leads.hopper(), "/a1@" + Person.THE_BOT.username());
        script.think().write(leads.hopper(), "/start");
    }

    /** Tries what only admins may, in every disguise; a command that isn't at the start isn't one. */
    private void intrude(DayScript script) {
        Person intruder = leads.intruder();
        script.write(intruder, "/start");
        script.think().write(intruder, "/admin_stats");
        script.think().write(intruder, "/admin_ban " + leads.admin().id());
        script.glance().write(intruder, "/ADMIN_BAN " + leads.admin().id());
        script.think().write(intruder, "/admin_promote me");
        script.think().say(intruder, cast.market(), "/admin_stats@" + Person.THE_BOT.username());
        script.think().write(intruder, "please /admin_ban " + leads.admin().id());
        script.later(180, 240);
        script.write(intruder, "/admin_stats");
        Posted menu = script.think().botSays(cast.privateRoom(intruder), "Settings", "settings:language");
        script.glance().press(intruder, menu, "admin:ban:" + leads.admin().id());
        script.think().press(intruder, menu, "admin:unban:" + leads.banned().id());
        script.think().write(intruder, "/admin_unban " + leads.banned().id());
    }

    private void tryWithoutAnAccount(DayScript script) {
        Person guest = leads.guest();
        script.write(guest, "/start");
        script.think().write(guest, "/transfer 10.00 @" + leads.merchant().username());
        script.think().write(guest, "/transfer 10.00 @" + leads.merchant().username());
        script.think().write(guest, "/balance");
        Posted old = script.botSays(cast.privateRoom(guest), "Really send it?", "confirm:forged01");
        script.glance().press(guest, old, "confirm:forged01");
        script.think().write(guest, "/register");
        script.later(30, 60);
        script.write(guest, "/transfer 1.00 @" + leads.merchant().username());
    }

    private void tryWithAStaleStepUp(DayScript script) {
        Person stale = leads.stale();
        script.write(stale, "/balance");
        for (int amount = 250; amount > 0; amount -= 100) {
            script.think();
            script.write(stale, String.format(Locale.ROOT, "/transfer %d.00 @%s", amount, "marco_beans"));
        }
        script.think().write(stale, "/login");
        script.think().write(stale, "warum geht das nicht mehr?");
    }

    /** No harm meant: a merchant who pays nine bills at once, and later flips through the catalogue too fast. */
    private void hurry(DayScript script) {
        Person merchant = leads.merchant();
        Room room = cast.privateRoom(merchant);
        for (Person payee : cast.crowd().subList(5, 14)) {
            String command = "/transfer " + dice.between(20, 90) + ".00 " + payee.id();
            script.pause(1_300, 2_400).write(merchant, command);
        }
        script.later(10, 20);
        Posted shelf = script.botSays(room, "Page 1 of 14", "page:next", "buy:8");
        for (int page = 1; page <= 14; page++) {
            script.pause(180, 330).press(merchant, shelf, "page:next:" + page);
        }
    }

    /** Blocked by the policy for good: nothing works, not even paying; only what is never dropped gets through. */
    private void comeBackBanned(DayScript script) {
        Person banned = leads.banned();
        Room room = cast.privateRoom(banned);
        script.write(banned, "/start");
        script.think().write(banned, "hello? anybody there?");
        script.think().write(banned, "/balance");
        script.later(120, 200);
        script.changeMember(room, banned, Person.THE_BOT, "member", "kicked");
        script.later(60, 90);
        script.changeMember(room, banned, Person.THE_BOT, "kicked", "member");
        script.think().write(banned, "/start");
        script.glance().record("inline_query", () -> stage.payloads().inlineQuery(banned, "coffee", ""));
        script.think().say(banned, cast.market(), "why does the bot ignore me 😡");
        Posted shelf = script.botSays(room, "Page 1 of 7", "buy:13");
        script.think().press(banned, shelf, "buy:13");
        script.think()
                .record("pre_checkout_query", () -> stage.payloads().preCheckout(banned, "EUR", 1_300, "order:13:1"));
        script.later(240, 300);
        script.write(banned, "/start");
    }
}
