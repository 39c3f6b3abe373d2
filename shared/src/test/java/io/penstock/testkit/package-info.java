/**
 * What the tests of every module are made of: an upstream that follows a script, clients that can
 * misbehave, and real nodes in their own JVMs. Nothing here knows the product's classes; nodes are
 * started by the name of their main class. Upstreams run on their own Vert.x instance, so that a
 * busy test never delays them; everything is closed by the test that opened it.
 */
@NullMarked
package io.penstock.testkit;

import org.jspecify.annotations.NullMarked;
