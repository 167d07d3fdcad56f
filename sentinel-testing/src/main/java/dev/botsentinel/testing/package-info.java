/**
 * Tests for those who write or use a storage: {@link dev.botsentinel.testing.SentinelStoreContract} is the storage
 * contract as tests to inherit, {@link dev.botsentinel.testing.Differential} compares two storages on random traces,
 * {@link dev.botsentinel.testing.ReferenceStore} is the plain storage that both compare with, and {@link
 * dev.botsentinel.testing.ManualTime} a clock to turn by hand. Imports policy, plan, request and store; nobody but tests
 * imports it. To test a storage of your own, start at {@link dev.botsentinel.testing.StoreHarness}.
 */
@NullMarked
package dev.botsentinel.testing;

import org.jspecify.annotations.NullMarked;
