package io.penstock.provider.gemini;

import io.penstock.provider.contract.ProviderContract;

class GeminiContractIT extends ProviderContract {

    GeminiContractIT() {
        super(new GeminiWireForm());
    }
}
