/** How log lines leave the process. Named in {@code conf/logback.xml}, and used by nothing else. */
@NullMarked
@CheckReturnValue
package io.penstock.shared.log;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
