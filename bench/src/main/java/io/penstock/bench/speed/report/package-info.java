/** What {@code bench/run speed} found, as targets, tables and a picture. Main thread only. */
@NullMarked
@CheckReturnValue
package io.penstock.bench.speed.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
