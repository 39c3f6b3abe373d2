/**
 * Amazon Bedrock by its Converse API: {@code request} maps what is asked, {@code answer} what comes back, {@code wire} has
 * the types of both, {@code aws} the credentials, the signature and the frames.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.bedrock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
