/**
 * Gemini's wire form as types, for requests and answers: only what is used. Requests leave out what is null; what
 * an answer has beyond it is passed over (ai.google.dev/api/generate-content, ai.google.dev/api/caching#Content).
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.gemini.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
