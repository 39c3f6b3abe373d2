package io.penstock.bench.limits.node;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Moment;
import io.penstock.shared.limit.ledger.QuotaState;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a subject went through before it is measured: how large its counters are decides what they
 * cost to copy and to send.
 *
 * @param minuteSlots seconds up to now in each of which one request was booked, at most 61
 * @param daySlots quarters of an hour, likewise, at most 97
 * @param nodes that asked, in turn; each holds a permit where these are limited
 */
public record Past(int minuteSlots, int daySlots, int nodes) implements Serializable {

    /** One request a while ago, as of most keys. */
    public static final Past ONE_REQUEST = new Past(1, 1, 1);
    /** In use without a break for a minute, from this many nodes. */
    public static Past busyMinute(int nodes) {
        return new Past(61, 1, nodes);
    }

    /** In use without a break for a day. */
    public static Past busyDay(int nodes) {
        return new Past(61, 97, nodes);
    }

    QuotaState state(Limits limits, Demand demand, long clock) {
        List<UUID> callers =
                IntStream.range(0, nodes).mapToObj(i -> new UUID(1, i)).toList();
        Set<UUID> present = callers.stream().collect(Collectors.toSet());
        QuotaState state = QuotaState.EMPTY;
        long sequence = 0;
        for (long ago : timesAgo()) {
            UUID caller = callers.get((int) (sequence % nodes));
            sequence++;
            Call call = new Call(caller, sequence, sequence - 1, 0, List.of(), List.of(new Ask(limits, demand, 1)));
            state = state.apply(call, new Moment(clock - ago, caller, present)).state();
        }
        return state;
    }

    /** Milliseconds, oldest first. */
    private List<Long> timesAgo() {
        IntStream days = IntStream.range(1, daySlots).map(i -> i * 15 * 60_000);
        IntStream seconds = IntStream.range(0, minuteSlots).map(i -> i * 1_000);
        return IntStream.concat(days, seconds)
                .mapToObj(Long::valueOf)
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }
}
