package io.penstock.provider.azure;

import io.penstock.provider.contract.ProviderContract;

/** By a dated version of the API, with a resource's key and the default filter. */
class AzureContractIT extends ProviderContract {

    AzureContractIT() {
        super(AzureWireForm.dated());
    }
}
