/** The vendors of OpenAI's form as their servers speak, each in its own accent, and the contract run with all. */
@NullMarked
package io.penstock.provider.openai.vendor;

import org.jspecify.annotations.NullMarked;
