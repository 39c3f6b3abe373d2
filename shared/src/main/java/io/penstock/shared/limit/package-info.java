/**
 * Limits that hold over the whole cluster: the counters of each limited subject are one entry of
 * one shared map, changed only by its owner's entry processor. Never imports the bus.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
