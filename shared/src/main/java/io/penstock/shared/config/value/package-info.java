/**
 * What the sections of the configuration have in common: the checks of single values, the one
 * exception that they throw, secrets, and the guess at a misspelt word. Below every other package of
 * the configuration.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.value;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
