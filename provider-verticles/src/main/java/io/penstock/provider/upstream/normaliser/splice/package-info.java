/**
 * Documents that go out as they came, but for a few splices: no tree, no string. {@link
 * io.penstock.provider.upstream.normaliser.splice.CompletionFastPath} decides which plain answers can;
 * the normaliser rewrites the others. Everything belongs to the event loop of one call.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.normaliser.splice;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
