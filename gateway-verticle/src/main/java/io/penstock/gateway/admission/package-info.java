/**
 * Whether a request fits its limits, and what the rate-limit headers say of them.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.admission;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
