package dev.botsentinel.storage.tests;

class ReferenceStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return ReferenceHarness::new;
    }
}
