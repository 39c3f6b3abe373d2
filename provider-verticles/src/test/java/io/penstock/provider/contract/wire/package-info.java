/**
 * What the provider contract suite and a provider's test agree on: what the model does in neutral words, how
 * one provider's server says it, and how that server reads a request.
 */
@NullMarked
package io.penstock.provider.contract.wire;

import org.jspecify.annotations.NullMarked;
