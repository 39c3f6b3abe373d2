/**
 * Facts of the chat-completions API that both sides need: scanning JSON in place, what a request
 * asks for, token usage, finish reasons, and the one error type. No I/O and no threads: everything
 * here is a value or is owned by its caller.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
