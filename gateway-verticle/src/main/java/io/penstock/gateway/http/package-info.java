/**
 * The HTTP side: the clients' port, its URLs, and what is refused before it is a chat request; the rest is
 * {@code chat}. All of it runs on the gateway verticle's event loop.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
