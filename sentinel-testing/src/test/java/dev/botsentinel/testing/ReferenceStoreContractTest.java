package dev.botsentinel.testing;

class ReferenceStoreContractTest extends SentinelStoreContract {

    @Override
    protected StoreHarness.Factory harnesses() {
        return ReferenceHarness::new;
    }
}
