@NullMarked
package io.penstock.provider.openai.rewrite;

import org.jspecify.annotations.NullMarked;
