/**
 * The stream protocol on the event bus: addresses, frames and their codec, and the state machines of
 * a stream's two ends. The same code serves one node and many. Each stream belongs to the event loop of the verticle that holds it.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.bus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
