/**
 * Server-sent events (WHATWG HTML, section 9.2): an incremental parser that takes bytes cut
 * anywhere, and a writer. Event-loop confined by its owner; imports nothing of Penstock.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.sse;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
