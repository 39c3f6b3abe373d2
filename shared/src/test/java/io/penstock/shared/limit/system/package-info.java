/**
 * The limits over members in JVMs of their own that are killed, hung and cut off from each other. A
 * test speaks to each {@link io.penstock.shared.limit.system.QuotaMember} through its {@link
 * io.penstock.shared.limit.system.MemberProcess}; the members reach each other through the {@link
 * io.penstock.shared.limit.system.Switchboard}.
 */
@NullMarked
package io.penstock.shared.limit.system;

import org.jspecify.annotations.NullMarked;
