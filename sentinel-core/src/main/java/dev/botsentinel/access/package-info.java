/**
 * Who may do what: principals, how they are resolved and kept, and what a requirement asks of them. Imports request,
 * policy and decision. Start at {@link dev.botsentinel.access.PrincipalResolver}.
 */
@NullMarked
package dev.botsentinel.access;

import org.jspecify.annotations.NullMarked;
