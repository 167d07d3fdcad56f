/**
 * Whether the libraries on the class path are those that a module was made for: for storages and adapters, to be asked when they are
 * built. Imports only {@code log}, for the text of a failure; start at {@link dev.botsentinel.library.LibraryProbe}.
 */
@NullMarked
package dev.botsentinel.library;

import org.jspecify.annotations.NullMarked;
