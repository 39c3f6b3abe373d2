/**
 * The configuration: one strict, typed YAML file. Records say what is allowed and check it; the
 * loader turns text into records or into one clear message. Imports nothing of Penstock.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
