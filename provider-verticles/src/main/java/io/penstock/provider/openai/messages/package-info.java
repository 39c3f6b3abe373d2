/**
 * The messages of a request on their way to a vendor that is not quite OpenAI: its roles, its names, and what
 * of the history it takes back. No threads, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.openai.messages;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
