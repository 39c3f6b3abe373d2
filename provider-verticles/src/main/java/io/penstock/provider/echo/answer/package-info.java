/**
 * What the echo provider answers, without a wire form: the instruction in the last message, and the
 * texts, tool calls and documents that follow from it. Values only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.echo.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
