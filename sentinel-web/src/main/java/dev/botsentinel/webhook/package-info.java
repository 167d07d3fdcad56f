/**
 * Webhooks that nobody forges. Start at {@link dev.botsentinel.webhook.WebhookGuard}, whose one method has the order of all checks;
 * {@link dev.botsentinel.webhook.RequestVerifier} is what a platform's signature is to it. Knows neither servlets nor the JDK's server: a
 * server's adapter implements {@link dev.botsentinel.webhook.WebhookRequest}.
 */
@NullMarked
package dev.botsentinel.webhook;

import org.jspecify.annotations.NullMarked;
