package io.penstock.provider.upstream.normaliser.state;

import io.penstock.shared.chat.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The choices of one stream that have started. */
public final class Choices implements Iterable<Choice> {

    private static final int MAX_INDEX = 1023;

    private final List<Choice> started = new ArrayList<>(1);
    private final int asked;
    private final UsageTally usage;

    public Choices(int asked, UsageTally usage) {
        this.asked = asked;
        this.usage = usage;
    }

    @Nullable
    public Choice find(int index) {
        for (int i = 0; i < started.size(); i++) {
            if (started.get(i).index() == index) {
                return started.get(i);
            }
        }
        return null;
    }

    /** The choice with this index, started if it is new. */
    public Choice at(long index) {
        if (index > MAX_INDEX) {
            throw new MalformedJsonException("choice index " + index, 0);
        }
        Choice found = find((int) index);
        if (found == null) {
            found = new Choice((int) index, usage);
            started.add(found);
        }
        return found;
    }

    /** True when at least one has started, and all that have are finished. */
    public boolean areFinished() {
        for (int i = 0; i < started.size(); i++) {
            if (!started.get(i).isFinished()) {
                return false;
            }
        }
        return !started.isEmpty();
    }

    /** True when no choice that the client asked for can still come. */
    public boolean areComplete() {
        return started.size() >= asked && areFinished();
    }

    @Override
    public Iterator<Choice> iterator() {
        return started.iterator();
    }
}
