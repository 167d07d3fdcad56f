/**
 * Answers to users whose update was denied or failed: hooks ({@link dev.botsentinel.response.Responder}) and what calls them beside
 * the guard, bounded and contained. Imports request, decision and event.
 */
@NullMarked
package dev.botsentinel.response;

import org.jspecify.annotations.NullMarked;
