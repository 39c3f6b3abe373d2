/**
 * The provider side of the stream protocol: one verticle instance per provider and event loop takes
 * attempts off the bus, calls its provider, and sends the answer back as the gateway grants credit.
 * All state of an attempt belongs to its verticle's event loop.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
