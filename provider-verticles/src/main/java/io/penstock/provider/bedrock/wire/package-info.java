/**
 * The wire form of Bedrock's Converse and ConverseStream (docs.aws.amazon.com, Amazon Bedrock API Reference):
 * types only. What is null is not written; what is not listed is passed over. Unions are records of which one
 * component is set. Bytes are strings in base64, as they are in JSON.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.bedrock.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
