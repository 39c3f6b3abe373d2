/**
 * The HTTP side: reads requests, composes {@code auth}, {@code routing}, {@code admission} and {@code
 * exchange} into an answer, and writes it. The only package here that imports the others. All of it
 * runs on the gateway verticle's event loop.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
