/**
 * What one decision about limits costs: {@code bench/run limits}. {@link
 * io.penstock.bench.limits.LimitsCommand} starts real members, each in a process of its own, runs the
 * {@link io.penstock.bench.limits.Cases} in turns on them, and first checks that they decide right.
 * Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.limits;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
