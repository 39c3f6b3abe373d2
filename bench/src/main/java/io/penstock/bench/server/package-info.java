/**
 * What stands between the load client and the scripted provider, each in processes of its own: Penstock's nodes as
 * {@code bin/penstock} starts them, and nginx. A {@link io.penstock.bench.server.Contender} is one way through them.
 * Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.server;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
