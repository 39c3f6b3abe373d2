/**
 * What {@code bench/run speed} measures: the loads, who is asked, and what came out, round by round. Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.speed.measure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
