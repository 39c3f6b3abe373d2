/**
 * Cohere's chat API, version 2 (docs.cohere.com/reference/chat), as types: only what is used. What is null is not
 * sent, and what is not known is passed over. Any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.cohere.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
