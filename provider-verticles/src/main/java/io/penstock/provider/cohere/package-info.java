/**
 * Cohere's chat API, version 2. The smallest of the providers with a wire form of their own, and the example for
 * others: docs/adding-a-provider.md walks through it. Event loop only, but for the mapping of large requests.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.cohere;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
