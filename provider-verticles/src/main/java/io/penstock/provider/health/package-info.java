/**
 * The health of targets as one node sees it: each has a circuit that opens when calls go on failing or
 * the provider asks for a pause, and closes with the first call that goes well. One {@link
 * io.penstock.provider.health.Circuits} per node, shared by all its workers; beats tell the other nodes.
 * Thread-safe where it says so; a single circuit is a plain state machine without a clock.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.health;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
