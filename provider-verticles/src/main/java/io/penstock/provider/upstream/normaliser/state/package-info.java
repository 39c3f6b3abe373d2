/**
 * What a stream has shown so far: its identity, its choices, their tool calls, its usage. The two
 * ways of the normaliser, fast and rewriting, share it, and so either may take any chunk. Everything
 * belongs to the event loop of one call.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.normaliser.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
