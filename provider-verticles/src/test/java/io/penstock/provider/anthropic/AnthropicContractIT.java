package io.penstock.provider.anthropic;

import io.penstock.provider.contract.ProviderContract;

class AnthropicContractIT extends ProviderContract {

    AnthropicContractIT() {
        super(new AnthropicWireForm());
    }
}
