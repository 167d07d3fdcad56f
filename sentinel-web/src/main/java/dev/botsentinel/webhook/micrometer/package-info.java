/** Meters of webhooks, for applications that have Micrometer; nothing else of the module imports it. */
@NullMarked
package dev.botsentinel.webhook.micrometer;

import org.jspecify.annotations.NullMarked;
