/**
 * How near Penstock comes to nginx: {@code bench/run speed}. {@link io.penstock.bench.speed.SpeedCommand} starts a
 * scripted provider, nginx and Penstock's nodes, each in a process of its own, and asks them in turns with the load
 * client. Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.speed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
