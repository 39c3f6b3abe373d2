package io.penstock.provider.bedrock;

import io.penstock.provider.contract.ProviderContract;

class BedrockContractIT extends ProviderContract {

    BedrockContractIT() {
        super(new BedrockWireForm());
    }
}
