package io.penstock.shared.limit.ledger;

import java.util.Set;
import java.util.UUID;

/**
 * When and among whom a call is taken.
 *
 * @param clock in milliseconds; may run backwards, see {@link
 *     io.penstock.shared.limit.counter.Counters}
 * @param caller the member that calls
 * @param present the members of the cluster, the caller included
 */
public record Moment(long clock, UUID caller, Set<UUID> present) {}
