package io.penstock.provider.cohere;

import io.penstock.provider.contract.ProviderContract;

class CohereContractIT extends ProviderContract {

    CohereContractIT() {
        super(new CohereWireForm());
    }
}
