package dev.botsentinel.servlet;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;

/** An update for tests, written {@code user number text}. */
record Ping(String user, long number, String text) {

    static Ping parse(String line) {
        String[] parts = line.split(" ", 3);
        return new Ping(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    Request request() {
        if (text.equals("unmappable")) {
            throw new IllegalArgumentException("a mapper's bug");
        }
        return Request.builder(text.startsWith("/") ? text : "message")
                .subject(user)
                .updateId(number)
                .content(Content.of("text", text))
                .build();
    }
}
