package io.penstock.provider.openai;

import io.penstock.provider.contract.ProviderContract;
import io.penstock.shared.config.model.ProviderType;

class OpenAiContractIT extends ProviderContract {

    OpenAiContractIT() {
        super(new OpenAiWireForm(ProviderType.OPENAI));
    }
}
