/**
 * The configuration: one strict, typed YAML file. {@code node} is how a node runs and where it
 * listens, {@code model} what can be asked and where it runs, {@code access} who may ask, and how
 * much; here is the whole, with the checks across its sections. Records say what is allowed and check
 * it; {@code yaml} turns text into them or into one clear message. Imports nothing of Penstock.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
