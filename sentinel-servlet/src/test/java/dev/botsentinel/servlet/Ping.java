package dev.botsentinel.servlet;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;

/** An update for tests, written {@code user number text}, with the room after the user as in {@code ann@kitchen}. */
record Ping(String user, long number, String text, String room) {

    Ping(String user, long number, String text) {
        this(user, number, text, "hall");
    }

    static Ping parse(String line) {
        String[] parts = line.split(" ", 3);
        String[] who = parts[0].split("@", 2);
        long number = Long.parseLong(parts[1]);
        return who.length == 1 ? new Ping(who[0], number, parts[2]) : new Ping(who[0], number, parts[2], who[1]);
    }

    String line() {
        return user + "@" + room + " " + number + " " + text;
    }

    Request request() {
        if (text.equals("unmappable")) {
            throw new IllegalArgumentException("a mapper's bug");
        }
        return Request.builder(text.startsWith("/") ? text : "message")
                .subject(user)
                .chat(room)
                .updateId(number)
                .content(Content.of("text", text))
                .build();
    }
}
