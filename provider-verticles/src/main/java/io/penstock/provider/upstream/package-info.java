/**
 * What every provider is made of: the call and where its answer goes, deadlines, the SSE stream in,
 * the chunk normaliser, errors mapped into Penstock's own. Knows no provider by name. Everything
 * here belongs to the event loop of the worker that made it.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
