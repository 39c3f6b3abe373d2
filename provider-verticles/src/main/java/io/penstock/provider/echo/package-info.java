/**
 * A provider without a network, for trying out and for tests: it does what the last user message
 * says, the same way every time. Needs only {@code provider.upstream}; each call belongs to the
 * event loop of the worker that made it.
 *
 * <p>Its answer is the last user message itself (images as {@code [image]}), a tool's result where
 * one follows, or, where the message starts so, in any case of letters:
 *
 * <ul>
 *   <li>{@code say X}, {@code repeat X}: X, without quotes around it;
 *   <li>{@code repeat N times: X}: X so often, at most 10,000 times;
 *   <li>{@code count from A to B}: the numbers between spaces, at most 10,000;
 *   <li>{@code write N words}: so many words, at most 1,000,000;
 *   <li>{@code call NAME {json}}: a call of that tool, if the request has it, with these arguments
 *       or none.
 * </ul>
 *
 * <p>A {@code tool_choice} that forces a call gets one. A {@code response_format} of JSON gets
 * {@code {"echo": answer}}, or a value that follows the schema if there is one. {@code n}, {@code stop}, {@code max_tokens} and {@code
 * max_completion_tokens} hold; tokens are words and punctuation marks ({@link
 * io.penstock.provider.echo.request.EchoTokens}), for the usage too. Roles that the API lacks are refused.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.echo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
