/**
 * Whether a request fits its limits, what it reserves of them, and what the rate-limit headers say.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.admission;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
