package io.penstock.shared.node;

/**
 * Requests that a node answers to itself before its first client comes: what they go through is loaded and partly
 * compiled then. It has nothing of the node's own, and leaves nothing behind.
 */
public interface Rehearsal {

    /** For a node that answers its first requests as slowly as they come. */
    Rehearsal NONE = new Rehearsal() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /** Goes on beside the start. Returns at once; never fails. */
    void begin();

    /** Waits until it is over, for a bounded time; where it takes longer it is given up. Never fails. */
    void end();
}
