/**
 * One chat completion from its request to its end: composes {@code auth}, {@code routing}, {@code
 * admission}, {@code exchange} and {@code answer}. What a configuration makes of the gateway is a {@link
 * io.penstock.gateway.chat.Setup}, which a request keeps to its end. Event loop of the gateway verticle.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
