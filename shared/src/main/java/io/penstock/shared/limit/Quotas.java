package io.penstock.shared.limit;

import io.vertx.core.Future;
import java.util.List;

/** The limits' counters, exact over all nodes that share them. */
public interface Quotas {

    /**
     * Books the demand on all subjects, or on none: a refusal leaves every counter as it was.
     *
     * <p>May be called on any thread. Completes on the caller's Vert.x context within 250 ms; fails
     * with {@link QuotasUnavailableException} and nothing else when the counters cannot answer.
     * Subjects without limits cost nothing; an admission without limited subjects completes at once.
     *
     * @param subjects in any order, no id twice
     * @throws IllegalArgumentException for an id that comes twice
     */
    Future<Admission> admit(List<Subject> subjects, Demand demand);

    /** Where the subjects stand now, those without limits left out. Books nothing; else as {@link #admit}. */
    Future<List<Standing>> read(List<Subject> subjects);

    /**
     * Stops admitting; what is under way is answered with {@link QuotasUnavailableException}. What was
     * settled before is still delivered, if that takes no longer than 2 s. Never fails.
     */
    Future<Void> close();
}
