package io.penstock.bench.limits;

/** The limits decided wrongly: how fast they did is of no interest. */
final class WrongDecisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongDecisionException(String message) {
        super(message);
    }
}
