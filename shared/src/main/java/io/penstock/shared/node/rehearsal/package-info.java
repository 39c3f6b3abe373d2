/**
 * What a node does for its first clients while it starts: it answers requests of its own, on a Vert.x, a configuration
 * and counters made for that alone. {@link io.penstock.shared.node.rehearsal.StartRehearsal} has the order and the
 * time, {@code Stage} is the private node, {@code Audience} asks it, and {@code Silence} keeps what they log from the
 * node's log. All on threads of one group, which end with it.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.node.rehearsal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
