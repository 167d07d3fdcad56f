/**
 * What was asked, by whom, where: {@link dev.botsentinel.request.Request} and its parts. Adapters make requests, the
 * rest of Sentinel reads them. Imports nothing of Sentinel; start at {@link dev.botsentinel.request.RequestMapper}.
 */
@NullMarked
package dev.botsentinel.request;

import org.jspecify.annotations.NullMarked;
