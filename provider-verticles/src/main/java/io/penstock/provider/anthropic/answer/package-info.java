/**
 * From Anthropic's answers, streamed or plain, and its errors to what a client is told. Event loop only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.anthropic.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
