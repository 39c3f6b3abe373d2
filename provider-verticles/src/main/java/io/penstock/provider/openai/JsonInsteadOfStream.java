package io.penstock.provider.openai;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.WholeBody;

/** A JSON document where a stream was asked for: some servers tell their errors so, with status 200. */
final class JsonInsteadOfStream extends WholeBody {

    private final UpstreamErrors errors;

    JsonInsteadOfStream(String provider, UpstreamErrors errors) {
        super(provider);
        this.errors = errors;
    }

    @Override
    protected Outcome read(byte[] document) {
        return new Failed(errors.inBand(document));
    }
}
