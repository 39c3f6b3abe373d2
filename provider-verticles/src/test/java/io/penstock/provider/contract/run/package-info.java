/** Runs one request against a provider and its scripted server, and takes apart what the client got. */
@NullMarked
package io.penstock.provider.contract.run;

import org.jspecify.annotations.NullMarked;
