/**
 * Calling a provider over HTTP: the request, its deadlines, its one outcome. Every provider with an
 * HTTP API uses it; how an answer's bytes are read is the provider's own. Event loop only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
