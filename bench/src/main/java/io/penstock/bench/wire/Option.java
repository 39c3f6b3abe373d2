package io.penstock.bench.wire;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the load client is to do beyond a plain load. */
public record Option(String flag, String value) {

    /** It ends after so many requests. */
    public static Option most(long requests) {
        return new Option("-n", String.valueOf(requests));
    }

    /** Latencies are told apart: those until each of these seconds after the warm-up. */
    public static Option slots(double... until) {
        return new Option("-t", Arrays.stream(until).mapToObj(String::valueOf).collect(Collectors.joining(",")));
    }

    /** The answers are to have this status, and not 200. */
    public static Option expecting(int status) {
        return new Option("-s", String.valueOf(status));
    }

    /** Each stream's client goes away after so many chunks. */
    public static Option leavingAfter(int chunks) {
        return new Option("-l", String.valueOf(chunks));
    }

    static Option header(String line) {
        return new Option("-H", line);
    }

    static Option rate(double perSecond) {
        return new Option("-r", String.valueOf(perSecond));
    }
}
