/**
 * Limits that hold over the whole cluster. This package is what admission sees: {@link
 * io.penstock.shared.limit.LimitedSubjects} says which limits of the configuration apply to a request,
 * {@link io.penstock.shared.limit.Quotas} books it on them, and its {@link
 * io.penstock.shared.limit.Reservation} is settled when it ends. All else are values that any thread
 * may share. Behind it, each importing only those before it: {@code counter} (what was used; one
 * node's quotas), {@code ledger} (each call taken once, who holds permits), {@code cluster} (one
 * shared map, a subject an entry, changed only by its owner's entry processor). Never imports the bus.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
