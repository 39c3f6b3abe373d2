/** From Converse's answers, streamed or plain, to the steps of the client's, and its errors. Event loop only. */
@NullMarked
@CheckReturnValue
package io.penstock.provider.bedrock.answer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
