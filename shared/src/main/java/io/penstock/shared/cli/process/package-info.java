/**
 * Nodes as processes of this machine: starting and stopping them, their output, and free ports for
 * them. Knows commands as lists of words only. Runs on the main thread and a thread per process.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.cli.process;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
