/**
 * What every adapter of a platform keeps, as tests to inherit: {@link dev.botsentinel.adapter.tests.AdapterContract}. It
 * stands beside the storage contract for its reference storage and for JUnit.
 */
@NullMarked
package dev.botsentinel.adapter.tests;

import org.jspecify.annotations.NullMarked;
