/**
 * What Bedrock has in common with all of AWS: where credentials come from, how requests are signed, the
 * binary frames of a streamed answer. The AWS SDK's own modules do the work; what is here keeps them off
 * the event loop and within bounds. Event loop only, unless said otherwise.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.bedrock.aws;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
