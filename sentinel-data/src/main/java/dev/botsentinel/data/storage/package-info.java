/**
 * Where personal data lies: {@link dev.botsentinel.data.storage.DataStorage} and the storages of one process. Imports nothing
 * that knows what the values mean.
 */
@NullMarked
package dev.botsentinel.data.storage;

import org.jspecify.annotations.NullMarked;
