/**
 * A place where a model runs, and how it has done of late: what runs there over the cluster, how soon its
 * first token comes, whether it is left alone. Any thread.
 */
@NullMarked
@CheckReturnValue
package io.penstock.gateway.routing.targets;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
