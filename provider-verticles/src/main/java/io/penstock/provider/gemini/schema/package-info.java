/**
 * JSON Schema as Gemini takes it: a subset of OpenAPI 3.0's schema object (ai.google.dev/api/caching#Schema), in
 * which any keyword that it does not know fails the whole request. No threads, no I/O.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.gemini.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
