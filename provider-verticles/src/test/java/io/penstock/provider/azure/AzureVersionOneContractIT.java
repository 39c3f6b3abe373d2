package io.penstock.provider.azure;

import io.penstock.provider.contract.ProviderContract;

/** By version 1 of the API, with a token of Entra ID and the asynchronous filter. */
class AzureVersionOneContractIT extends ProviderContract {

    AzureVersionOneContractIT() {
        super(AzureWireForm.versionOne());
    }
}
