package io.penstock.system;

import io.penstock.system.UpstreamFailure.Place;
import java.util.Locale;

/** One model of the matrix: how its targets fail, how many there are, how often it may try again. */
record FailoverCase(UpstreamFailure failure, Targets targets) {

    enum Targets {
        SECOND_WORKS(2, 2),
        SECOND_WORKS_AT_ONCE(2, 1),
        ALL_FAIL(2, 2),
        NO_RETRIES(2, 0),
        ONLY_ONE(1, 2);

        final int count;
        final int retries;

        Targets(int count, int retries) {
            this.count = count;
            this.retries = retries;
        }
    }

    /** The model's public name. */
    String model() {
        return failure.name() + "-" + targets.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The model's name at the provider.
     *
     * @param number 1 or 2
     */
    String modelAt(int number) {
        return model() + "-" + number;
    }

    Place place(int number) {
        return fails(number) ? failure.place() : Place.SCRIPTED;
    }

    boolean fails(int number) {
        return number == 1 || (targets != Targets.SECOND_WORKS && targets != Targets.SECOND_WORKS_AT_ONCE);
    }

    /** Its own where other cases would feel what happens to its key. */
    String provider(int number) {
        if (place(number) != Place.SCRIPTED) {
            return place(number).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return failure.concernsKey() ? modelAt(number) : number == 1 ? "first" : "second";
    }

    String yaml() {
        StringBuilder list = new StringBuilder();
        for (int number = 1; number <= targets.count; number++) {
            list.append(number == 1 ? "" : ", ")
                    .append("{ provider: %s, model: %s }".formatted(provider(number), modelAt(number)));
        }
        String settings = failure.settings().isEmpty() ? "" : ", " + failure.settings();
        return "  %s: { targets: [ %s ], retries: %d%s }\n".formatted(model(), list, targets.retries, settings);
    }
}
