/**
 * The tools of {@code bench/wire}, as Java sees them: {@link io.penstock.bench.wire.Wire} compiles and runs the
 * scripted provider and the load client, which takes a {@link io.penstock.bench.wire.Load} and tells a {@link
 * io.penstock.bench.wire.LoadResult}. Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
