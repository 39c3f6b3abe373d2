/**
 * JSON in place: a cursor over the bytes, which builds no tree, and the escaping of strings. Strict
 * RFC 8259. Imports nothing of Penstock; everything belongs to its caller.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
