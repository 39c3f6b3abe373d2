/**
 * The sections of the file about clients: who may ask, for which models, and within which limits.
 * Values only. A model has limits too, so {@code config.model} imports this package.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
