/**
 * Changing the configuration of a running node: {@code ConfigWatch} notices another text, {@code Reload}
 * judges it and swaps it whole or not at all, {@code CurrentConfig} is what the node runs under. A thread
 * of their own does all of it, which may wait; what is current may be read on any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.node.reload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
