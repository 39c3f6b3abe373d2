/**
 * What a subject has used, and whether a demand still fits: immutable values, pure functions of a
 * state, a call and a clock; no I/O, no Hazelcast. {@link
 * io.penstock.shared.limit.counter.LocalQuotas} is these counters in one process's memory; the
 * sibling {@code cluster} package shares them between nodes.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit.counter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
