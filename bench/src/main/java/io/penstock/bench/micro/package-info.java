/**
 * What the parts of a request's way cost by themselves: {@code bench/run micro}. {@link
 * io.penstock.bench.micro.MicroCommand} has JMH run the {@link io.penstock.bench.micro.Cases}, each in
 * processes of its own. Main thread only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.micro;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
