/**
 * One attempt over the event bus: a worker is picked by the beats, the request sent, the answer's
 * frames received in order. Belongs to the event loop of its gateway verticle.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.exchange;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
