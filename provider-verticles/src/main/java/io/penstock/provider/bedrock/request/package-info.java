/**
 * From a chat request to Converse's form. Models behind Converse differ in what they take, and nothing tells
 * but their ids: {@link io.penstock.provider.bedrock.request.Model} knows. Any thread; no state.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.bedrock.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
