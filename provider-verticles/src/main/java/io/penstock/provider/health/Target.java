package io.penstock.provider.health;

/**
 * A provider's model.
 *
 * @param model the provider's own name for it
 */
record Target(String provider, String model) {

    /** A provider's name has no slash; a model's may. */
    static Target parse(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? new Target(id, "") : new Target(id.substring(0, slash), id.substring(slash + 1));
    }

    String id() {
        return provider + "/" + model;
    }
}
