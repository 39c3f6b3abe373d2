/**
 * The wire form of Anthropic's Messages API as types, as far as it is used. Types only: no behaviour, any
 * thread. Requests leave out what is null, answers pass over what is not known.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.anthropic.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
