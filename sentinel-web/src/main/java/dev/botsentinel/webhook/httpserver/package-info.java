/** A guarded webhook in the JDK's own HTTP server. Start at {@link dev.botsentinel.webhook.httpserver.WebhookServer}. */
@NullMarked
package dev.botsentinel.webhook.httpserver;

import org.jspecify.annotations.NullMarked;
