package io.penstock.provider.upstream.errors;

import io.vertx.core.MultiMap;

/** Reads an answer with a status other than 2xx, in a provider's own form. Any thread. */
@FunctionalInterface
public interface ErrorReader {

    /** The forms that are in common use. */
    ErrorReader COMMON = (status, headers, body) -> ErrorBody.read(body);

    /** @param body may be empty, HTML, or anything */
    ErrorBody read(int status, MultiMap headers, byte[] body);
}
