package io.penstock.gateway.chat;

import io.penstock.gateway.auth.Client;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request whose caller is known.
 *
 * @param id {@code x-request-id}
 * @param startNanos {@link System#nanoTime} when its head had come
 * @param setup that it began under
 */
record Inbound(HttpServerRequest http, String id, long startNanos, Setup setup, Client client, Steering steering) {}
