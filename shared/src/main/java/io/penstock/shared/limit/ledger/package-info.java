/**
 * Counters that take every call exactly once, though the network and the owner's death may deliver
 * it twice, late or never: a subject's state as the shared map keeps it, what a node says to it, and
 * the wire form of both. Pure values; imports no Hazelcast.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit.ledger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
