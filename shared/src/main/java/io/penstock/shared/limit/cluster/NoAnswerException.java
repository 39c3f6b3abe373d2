package io.penstock.shared.limit.cluster;

import com.hazelcast.spi.exception.SilentException;

/**
 * A member's own refusal to take a call to counters it cannot vouch for. Its caller hears of it;
 * Hazelcast, which would log each as an error on the member, keeps silent.
 */
final class NoAnswerException extends RuntimeException implements SilentException {

    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message, null, false, false);
    }
}
