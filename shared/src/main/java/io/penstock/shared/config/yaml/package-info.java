/**
 * From the text of a configuration file to its records, or to one message that names file, line and
 * key path. YAML is composed to nodes and no further: each record's reader asks for the values it
 * knows, so that types, defaults and messages come from the records and a value of the environment
 * can never become YAML. Neighbour: the records one package up. Runs once, at start, on the main
 * thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.config.yaml;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
