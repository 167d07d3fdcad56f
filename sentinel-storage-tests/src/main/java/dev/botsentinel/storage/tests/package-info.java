/**
 * Tests for authors of storages: {@link dev.botsentinel.storage.tests.SentinelStoreContract} is the storage contract as
 * tests to inherit, {@link dev.botsentinel.storage.tests.Differential} compares two storages on random traces, and {@link
 * dev.botsentinel.storage.tests.ReferenceStore} is the plain storage that both compare with. Imports policy, plan,
 * request, access, store and {@code testing}; only tests import it. To test a storage of your own, start at {@link
 * dev.botsentinel.storage.tests.StoreHarness}.
 */
@NullMarked
package dev.botsentinel.storage.tests;

import org.jspecify.annotations.NullMarked;
