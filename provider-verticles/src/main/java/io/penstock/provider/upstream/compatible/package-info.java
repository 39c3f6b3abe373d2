/**
 * Reading the answers of OpenAI-compatible providers: the body of a response through the normaliser, for
 * every provider of that wire form, whatever its addresses and credentials. Event loop only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.compatible;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
