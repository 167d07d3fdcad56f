/**
 * The guard for webhooks. {@link dev.botsentinel.servlet.GuardedWebhook} says how a delivery is read and how denials are
 * answered; {@link dev.botsentinel.servlet.WebhookFilter} puts it in front of a servlet, {@link
 * dev.botsentinel.servlet.GuardedHttpHandler} behind the JDK's server. Enters Sentinel by the front door.
 */
@NullMarked
package dev.botsentinel.servlet;

import org.jspecify.annotations.NullMarked;
