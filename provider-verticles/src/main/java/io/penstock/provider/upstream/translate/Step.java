package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.errors.ErrorBody;

/** Where an answer stands after a mapper has taken an event, or a document. */
public sealed interface Step {

    Step GOING = new Going();
    Step END = new End();

    /** More is expected. */
    record Going() implements Step {}

    /** The provider has said that this is all. */
    record End() implements Step {}

    /** The provider tells an error in the place of an answer, or in its midst. */
    record Error(ErrorBody error) implements Step {}
}
