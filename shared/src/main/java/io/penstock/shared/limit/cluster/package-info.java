/**
 * The counters that several nodes share, in one Hazelcast map: an entry a subject, changed only by
 * {@link io.penstock.shared.limit.cluster.QuotaCall} on the thread of the partition that owns it.
 * On the calling side one Vert.x context owns everything: requests hop to it, wait there in their
 * subject's queue and go out together, one call of a subject at a time.
 */
@NullMarked
@CheckReturnValue
package io.penstock.shared.limit.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
