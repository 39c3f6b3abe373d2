/** The documents say what is there: links, error codes, the example configuration, dependencies. */
@NullMarked
package io.penstock.docs;

import org.jspecify.annotations.NullMarked;
