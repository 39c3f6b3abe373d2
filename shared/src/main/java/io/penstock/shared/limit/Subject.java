package io.penstock.shared.limit;

/**
 * Someone or something with limits of its own.
 *
 * @param id the same on every node; not empty. What stands before a line end, which no name has,
 *     says which subjects are kept together
 * @param limits as configured now: they come with each request, the counters know none, so that a
 *     changed limit holds at once
 */
public record Subject(String id, Limits limits) {

    private static final char JOIN = '\n';

    public Subject {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a subject needs an id");
        }
    }

    /** All requests of the cluster. */
    public static Subject total(Limits limits) {
        return new Subject("total", limits);
    }

    public static Subject key(String name, Limits limits) {
        return new Subject("key:" + name, limits);
    }

    public static Subject model(String name, Limits limits) {
        return new Subject("model:" + name, limits);
    }

    /** What a key asks of a model, or of all models that a glob stands for. */
    public static Subject keyOnModel(String key, String model, Limits limits) {
        return new Subject("key:" + key + JOIN + "model:" + model, limits);
    }

    /** Subjects of one group are kept by the same member: a key and what it asks of models. */
    public static String groupOf(String id) {
        int join = id.indexOf(JOIN);
        return join < 0 ? id : id.substring(0, join);
    }

    /** For a person, behind "the", such as {@code key 'alice' on model 'fast-chat'}. */
    public String label() {
        int join = id.indexOf(JOIN);
        return join < 0 ? label(id) : label(id.substring(0, join)) + " on " + label(id.substring(join + 1));
    }

    private static String label(String part) {
        int colon = part.indexOf(':');
        return colon < 0 ? "whole cluster" : part.substring(0, colon) + " '" + part.substring(colon + 1) + "'";
    }
}
