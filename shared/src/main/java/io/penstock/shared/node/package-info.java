/** One node, from start to stop. */
@NullMarked
@CheckReturnValue
package io.penstock.shared.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
