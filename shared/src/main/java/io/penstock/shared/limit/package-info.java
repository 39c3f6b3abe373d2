/**
 * Limits that hold over the whole cluster. This package is all that admission sees: {@link
 * io.penstock.shared.limit.Quotas} and its vocabulary, values that any thread may share. Behind it,
 * each importing only those before it: {@code counter} (what was used; one node's quotas), {@code
 * ledger} (each call taken once), {@code cluster} (one shared map, a subject an entry, changed only
 * by its owner's entry processor). Never imports the bus.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
