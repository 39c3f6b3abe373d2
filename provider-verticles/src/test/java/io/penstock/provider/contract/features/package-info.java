/** What the suite found out about each provider's features, kept for README's table. */
@NullMarked
package io.penstock.provider.contract.features;

import org.jspecify.annotations.NullMarked;
