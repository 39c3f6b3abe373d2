/**
 * From what an OpenAI-style provider sends to what Penstock promises its clients: streams chunk by
 * chunk ({@link io.penstock.provider.upstream.normaliser.ChunkNormaliser}), plain answers whole
 * ({@link io.penstock.provider.upstream.normaliser.CompletionNormaliser}). Each takes the fast
 * path (one scan, a few splices) where it is well formed already, and is rewritten member by member
 * where it is not; what both can take
 * becomes the same. Everything belongs to the event loop of one call.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.normaliser;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
