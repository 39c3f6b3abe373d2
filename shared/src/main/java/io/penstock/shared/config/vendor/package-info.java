/**
 * What providers take from the environment where the file says nothing: their vendors' own variables,
 * and which providers there are at all where the file names none. Neighbours: {@code model}, whose records
 * it makes, and {@code yaml}, which asks for them. Any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.vendor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
