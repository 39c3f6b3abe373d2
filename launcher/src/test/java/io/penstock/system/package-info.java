/**
 * Whole nodes, each a JVM of its own, tested from outside by what a client, an operator or a
 * provider sees. One class a subject; nodes are shared by the tests of a class.
 */
@NullMarked
package io.penstock.system;

import org.jspecify.annotations.NullMarked;
