package io.penstock.provider.upstream.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;

/** A request that is ready to be sent, credentials included. */
public record Outgoing(RequestOptions options, Buffer body) {}
