/**
 * A client's request on its way to a vendor that is not quite OpenAI, by the vendor's row of the package
 * {@code preset}: read once, then cut and joined. No threads, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.openai.rewrite;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
