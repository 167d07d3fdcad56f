package dev.botsentinel.webhook;

/** What a bot does with a verified message. Called on the server's threads, many at once. */
@FunctionalInterface
public interface WebhookHandler {

    /**
     * Handles a message.
     *
     * @throws NotAnUpdateException if the message isn't what the platform sends; answered with 400
     * @throws Exception if it fails; what then is answered is {@link WebhookGuardBuilder#redeliverFailures}'s to say
     */
    WebhookReply handle(WebhookMessage message) throws Exception;
}
