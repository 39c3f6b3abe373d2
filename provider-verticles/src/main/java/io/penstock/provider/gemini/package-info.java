/**
 * Google's Gemini models, at the Gemini API and at Vertex AI: {@code generateContent} and {@code
 * streamGenerateContent} (ai.google.dev/api/generate-content). {@code request} and {@code schema} map what a client asks,
 * {@code answer} what the model says, {@code wire} has the types of both; here is what joins them.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.gemini;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
