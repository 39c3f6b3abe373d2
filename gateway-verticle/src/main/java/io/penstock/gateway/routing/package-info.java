/**
 * Where a model's requests may go: the table of routes, and for each request the plan of its attempts
 * with the one budget of retries and time. The table is shared and immutable, a plan belongs to its
 * request's event loop.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.routing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
