/**
 * What each vendor and each local server of the OpenAI form does otherwise than OpenAI: one row each, in
 * {@link io.penstock.provider.openai.preset.Presets}. Data only; the package {@code rewrite} acts on it.
 */
@NullMarked
@CheckReturnValue
package io.penstock.provider.openai.preset;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
