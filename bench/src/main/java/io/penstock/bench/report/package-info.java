/** What all benchmarks need to tell their figures. Any thread. */
@NullMarked
@CheckReturnValue
package io.penstock.bench.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
