package io.penstock.shared.config.model;

/** What becomes of a request's parameter that its provider does not have. */
public enum OnUnsupported {
    /** It is left out, and named in the answer's {@code x-penstock-dropped}. */
    DROP,
    /** The request is refused with 400 {@code unsupported_parameter}. */
    ERROR
}
