/**
 * Facts of the chat-completions API that both sides need: token usage and its estimate, finish
 * reasons; {@code json} scans JSON in place, {@code request} reads what a request asks for, {@code
 * tokens} counts its prompt, {@code error} is the one error type. No network and no threads:
 * everything is a value or is owned by its caller, but for the tokenizers, which all may share.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
