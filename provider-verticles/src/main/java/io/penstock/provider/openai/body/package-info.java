/**
 * A request's body as pieces that can be taken out, renamed or exchanged, while all others keep their bytes,
 * however their numbers and strings are written. No threads, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.openai.body;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
