/**
 * The command line of {@code bin/penstock}: one class per command, which reads its flags, hands
 * them to the packages that do the work, and says how it went: 0 well, 2 for what the user can
 * mend in flags or configuration, 1 otherwise. A user's mistake is told in a line or two, never by
 * a stack trace. Neighbours: {@code config.yaml} and {@code node}. Runs on the main thread, which
 * may block.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
