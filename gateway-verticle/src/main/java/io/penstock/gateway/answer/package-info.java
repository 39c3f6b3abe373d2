/**
 * How an answer reaches its client: a stream, a whole document, or an error. Event loop of the request.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
