/** Deadlines by the thousand, on an event loop. */
@NullMarked
@CheckReturnValue
package io.penstock.shared.timer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
