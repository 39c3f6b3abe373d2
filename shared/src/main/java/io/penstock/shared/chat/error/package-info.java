/**
 * Errors as values: the one error type that is mapped once from its cause and rendered once for the
 * client. Imports nothing of Penstock.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.chat.error;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
