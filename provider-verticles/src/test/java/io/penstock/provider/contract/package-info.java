/**
 * One suite for all providers: what the client sees of an answer, and the provider of a request, must not
 * depend on whose wire form is in between. A provider's test extends {@link
 * io.penstock.provider.contract.ProviderContract} and brings a {@link
 * io.penstock.provider.contract.wire.WireForm}; what the suite finds out about features goes to {@code
 * target/provider-features}, from which README's table is made.
 */
@NullMarked
package io.penstock.provider.contract;

import org.jspecify.annotations.NullMarked;
