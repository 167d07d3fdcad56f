/**
 * Answers to users whose update was denied or failed: hooks ({@link dev.botsentinel.response.Responder}), what they are told,
 * and texts in six languages. Imports request, decision and event.
 */
@NullMarked
package dev.botsentinel.response;

import org.jspecify.annotations.NullMarked;
