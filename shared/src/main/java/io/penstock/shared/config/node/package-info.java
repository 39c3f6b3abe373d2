/**
 * The sections of the file about one node: its roles, where it listens, and the cluster it joins.
 * Values only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
