/**
 * A client's request: one pass over its bytes validates it and takes down what Penstock needs, and
 * the few members that change are spliced into the same bytes. What a configuration has a target set
 * is checked and written by the same rules. Neighbours: {@code chat.json}, {@code chat.error} and the
 * records of {@code config}. Everything belongs to its caller.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
