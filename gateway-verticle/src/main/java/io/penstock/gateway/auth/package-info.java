/**
 * Who is calling: a key becomes a {@link io.penstock.gateway.auth.Client}, or an error. Any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
