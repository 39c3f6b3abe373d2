/**
 * Anthropic's Messages API (platform.claude.com/docs/en/api/messages): its translator and its credentials.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.anthropic;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
