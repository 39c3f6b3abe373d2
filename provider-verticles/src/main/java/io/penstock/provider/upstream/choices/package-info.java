/**
 * Several choices from providers that give one: so many calls, whose answers become one answer. Each call
 * goes the provider's usual way, with its own key and deadlines. Event loop of the worker.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.choices;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
