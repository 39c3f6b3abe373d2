/**
 * What the echo provider takes from a request. Reads strictly, since the echo is where clients try
 * things out first. Values, and readers that belong to their caller.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.echo.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
