package dev.botsentinel.servlet;

/**
 * Makes an update of a delivery: usually the application's own JSON mapping, {@code delivery ->
 * TelegramUpdate.parse(delivery.body())}. Called on the server's thread, before anything is decided. Must be thread-safe.
 *
 * @param <U> the application's update type
 */
@FunctionalInterface
public interface WebhookReader<U> {

    /**
     * The update.
     *
     * @throws Exception if the delivery is none; it is answered 400, and the exception's message goes nowhere, since it may
     *     quote what was sent
     */
    U read(WebhookDelivery delivery) throws Exception;
}
