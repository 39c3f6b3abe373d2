/**
 * The sections of the file about models: their targets, and the providers that these run on. Values
 * only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
