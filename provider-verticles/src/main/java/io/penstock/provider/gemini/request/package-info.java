/**
 * From a client's request to Gemini's. No state of a call; any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.gemini.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
