package dev.botsentinel.webhook;

import java.time.Duration;

/** What a handler wants the platform to be told. A denial by the guard of the updates is {@link #accepted()}, too. Immutable. */
public sealed interface WebhookReply {

    /** Status 200 and nothing else: the platform need not send it again, whether it was handled or denied. */
    static WebhookReply accepted() {
        return Accepted.ONE;
    }

    /** Status 200 with a JSON text: a call of the Bot API for Telegram, an interaction's response for Discord, a challenge for Slack. */
    static WebhookReply json(String json) {
        return new Json(json);
    }

    /** Status 429: nothing was done with it, the platform may send it again after this time, rounded up to seconds. */
    static WebhookReply tryAgainAfter(Duration pause) {
        return new TryAgain(pause);
    }

    /** See {@link WebhookReply#accepted()}. */
    enum Accepted implements WebhookReply {
        /** The only one. */
        ONE
    }

    /** See {@link WebhookReply#json}. */
    record Json(String text) implements WebhookReply {}

    /** See {@link WebhookReply#tryAgainAfter}. */
    record TryAgain(Duration pause) implements WebhookReply {}
}
