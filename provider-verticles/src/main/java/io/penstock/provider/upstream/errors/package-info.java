/**
 * Upstream errors turned into Penstock's own: by status, headers and body, or in-band with a status
 * of 200. Used by every provider; knows none of them. Any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.errors;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
