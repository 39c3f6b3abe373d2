/**
 * How a request's body comes in: within its size, its time and the node's memory. Event loop of the request.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.body;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
