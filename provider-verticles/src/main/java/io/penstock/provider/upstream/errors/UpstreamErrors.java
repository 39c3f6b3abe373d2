package io.penstock.provider.upstream.errors;

import io.penstock.shared.chat.Failure;
import io.vertx.core.MultiMap;
import java.util.Collection;

/** What a provider's error means for the client and for another attempt. One per configured provider; any thread. */
public final class UpstreamErrors {

    /**
     * @param provider its name in the configuration
     * @param secrets its keys, which no message may contain
     */
    public UpstreamErrors(String provider, Collection<String> secrets) {}

    /**
     * An answer with a status other than 2xx.
     *
     * @param body may be empty, HTML, or anything
     */
    public Failure of(int status, MultiMap headers, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** An error inside an answer with status 200, such as {@code {"error":{…}}} in a stream. */
    public Failure inBand(byte[] body) {
        throw new UnsupportedOperationException();
    }
}
