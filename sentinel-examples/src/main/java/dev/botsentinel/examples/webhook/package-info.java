/** A bot behind a guarded webhook, whose secrets change while it runs. Start at {@link dev.botsentinel.examples.webhook.HttpsWebhook}. */
@NullMarked
package dev.botsentinel.examples.webhook;

import org.jspecify.annotations.NullMarked;
