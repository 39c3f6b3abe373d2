/**
 * Finds servers that run on this machine: {@code OllamaProbe} looks once, {@code OllamaWatch} again and again,
 * and tells what has changed. Neighbour: {@code worker}, which serves what is found. Event loop only.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.discovery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
