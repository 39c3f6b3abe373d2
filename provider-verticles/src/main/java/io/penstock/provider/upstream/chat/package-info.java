/**
 * A client's request as types, for providers with a wire form of their own: messages, tools and the
 * parameters, of which each provider takes those that it has. Any thread; a request belongs to one call.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
