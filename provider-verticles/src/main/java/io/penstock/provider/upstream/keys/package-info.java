/**
 * A provider's API keys as all worker instances of a node share them: which one a call takes, and which
 * ones rest since the provider refused them or limits them. Beats tell the other nodes, by fingerprints.
 * Thread-safe.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.upstream.keys;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
