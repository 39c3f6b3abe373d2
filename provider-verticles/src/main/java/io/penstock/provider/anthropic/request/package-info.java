/**
 * From a client's request to one of Anthropic's Messages API, by what the model it goes to accepts. No
 * state beyond one request; any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.anthropic.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
