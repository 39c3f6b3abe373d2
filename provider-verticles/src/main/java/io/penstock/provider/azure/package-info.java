/**
 * Azure OpenAI: OpenAI's form of requests and answers, with addresses, credentials and errors of its own. The
 * answers go through the same normaliser as those of every provider of that form. Event loop only, but for large
 * requests.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.azure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
