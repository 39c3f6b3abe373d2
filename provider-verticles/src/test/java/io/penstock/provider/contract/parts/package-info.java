/** The contract itself, part by part. */
@NullMarked
package io.penstock.provider.contract.parts;

import org.jspecify.annotations.NullMarked;
