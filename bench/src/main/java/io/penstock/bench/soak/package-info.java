/**
 * Whether a node stays as it is: {@code bench/run soak}. {@link io.penstock.bench.soak.SoakCommand} starts an
 * all-in-one node and a scripted provider, lets a {@link io.penstock.bench.soak.Mix} of clients ask for half an hour,
 * and takes a {@link io.penstock.bench.soak.Reading} each minute. Main thread only, but for {@link
 * io.penstock.bench.soak.Probes}, which wait for the event loops in threads of their own.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.soak;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
