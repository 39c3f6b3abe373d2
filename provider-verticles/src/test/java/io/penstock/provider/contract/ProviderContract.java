package io.penstock.provider.contract;

import io.penstock.provider.contract.wire.WireForm;

/** What every provider keeps, whatever its wire form. */
public abstract class ProviderContract {

    protected final WireForm form;

    protected ProviderContract(WireForm form) {
        this.form = form;
    }
}
