/**
 * Asking providers whether they accept their keys, without a node: what the command line wants, and the
 * provider side does. Neighbours: {@code cli}, which prints it; the provider module, which brings it.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.check;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
