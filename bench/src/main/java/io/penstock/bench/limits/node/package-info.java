/**
 * One node under measurement: a process with a member of its own, or none, that does what the
 * benchmark orders. Orders and answers are serialized Java objects over the process's standard input
 * and output. What is measured runs on the node's event loops, as a gateway's requests do; orders run
 * on the one thread that reads them, which may wait.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.limits.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
