/**
 * Providers that speak OpenAI's chat-completions form, whoever they are: the client's own bytes go
 * out with the model's name replaced, and come back through the normaliser.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
