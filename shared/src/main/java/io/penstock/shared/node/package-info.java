/**
 * One running node: its place in the cluster, its roles, its admin port, its orderly start and stop.
 * Knows the two sides only as {@link io.penstock.shared.node.NodeRole}s found by {@link
 * java.util.ServiceLoader}. Starts and stops on the main thread, which may wait; everything else
 * is on event loops.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
