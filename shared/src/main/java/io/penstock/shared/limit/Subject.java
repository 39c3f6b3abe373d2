package io.penstock.shared.limit;

/**
 * Someone or something with limits of its own, such as a key or a model.
 *
 * @param id the same on every node, such as {@code key:alice} or {@code model:fast-chat}; not empty
 * @param limits as configured now: they come with each request, the counters know none, so that a
 *     changed limit holds at once
 */
public record Subject(String id, Limits limits) {

    public Subject {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a subject needs an id");
        }
    }
}
