/**
 * JSON taken apart only as deep as needed: a value that nobody changes stays the bytes it came in,
 * so that no number is rendered anew and no string escaped anew. No threads, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.raw;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
