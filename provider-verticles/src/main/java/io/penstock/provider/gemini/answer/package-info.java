/**
 * From Gemini's answers, streamed and plain, to the steps of an answer. Event loop only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.gemini.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
