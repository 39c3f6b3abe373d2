/**
 * How many tokens a request's prompt has, before a provider has counted: {@code PromptTokens} is the
 * way in; the others walk the request, decode its text in pieces for the tokenizer, and price what
 * is no text. Neighbour: {@code chat.json}. A count is made on its caller's thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat.tokens;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
