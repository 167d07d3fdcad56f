/**
 * The keys that personal data is encrypted with: {@link dev.botsentinel.data.key.MasterKeys}, and one keyset for each owner.
 */
@NullMarked
package dev.botsentinel.data.key;

import org.jspecify.annotations.NullMarked;
