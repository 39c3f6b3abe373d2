package io.penstock.shared.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which every node books: by id, so that refusals come from the same subject everywhere. */
public final class SubjectOrder {

    private static final Comparator<Subject> BY_ID = Comparator.comparing(Subject::id);

    private SubjectOrder() {}

    /**
     * Those of the subjects that have limits.
     *
     * @throws IllegalArgumentException for an id that comes twice
     */
    public static List<Subject> limitedById(List<Subject> subjects) {
        List<Subject> limited = new ArrayList<>(subjects.size());
        for (Subject subject : subjects) {
            if (!subject.limits().isNone()) {
                limited.add(subject);
            }
        }
        limited.sort(BY_ID);
        for (int i = 1; i < limited.size(); i++) {
            if (limited.get(i).id().equals(limited.get(i - 1).id())) {
                throw new IllegalArgumentException(
                        "a subject comes twice: " + limited.get(i).id());
            }
        }
        return limited;
    }
}
