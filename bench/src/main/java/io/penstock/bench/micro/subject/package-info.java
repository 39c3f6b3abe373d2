/**
 * What {@code bench/run micro} measures, one class for each subject. Each checks what it measures when it is
 * made, in the process that measures it. JMH's threads: one owner each.
 */
@NullMarked
@CheckReturnValue
package io.penstock.bench.micro.subject;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
