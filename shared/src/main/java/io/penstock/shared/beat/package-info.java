/**
 * How nodes know each other: each says once a second how it is, and everyone keeps a board of who
 * lives, what runs there, and what has gone. Beats travel on the bus in its wire form.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.beat;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
