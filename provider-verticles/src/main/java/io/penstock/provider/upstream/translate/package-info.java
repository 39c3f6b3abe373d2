/**
 * Providers with a wire form of their own: what all of them share. A {@link
 * io.penstock.provider.upstream.translate.Translator} maps a request to the provider's form, and what
 * comes back to the steps of an {@link io.penstock.provider.upstream.translate.AnswerWriter}; the rest (the
 * call, its deadlines, the form of the client's answer, streamed or plain) is here. Event loop only,
 * but for the mapping of large requests.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.translate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
