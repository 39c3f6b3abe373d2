package io.penstock.bench.limits.node;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;

/**
 * What a process has used since its start.
 *
 * @param cpuNanos of all its threads, the compiler's and the collector's included
 * @param sentBytes to other members
 */
public record Usage(long cpuNanos, long sentBytes) implements Serializable {

    public static final Usage NONE = new Usage(0, 0);

    static Usage now(long sentBytes) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Usage(process.getProcessCpuTime(), sentBytes);
    }

    public Usage plus(Usage other) {
        return new Usage(cpuNanos + other.cpuNanos, sentBytes + other.sentBytes);
    }

    public Usage since(Usage earlier) {
        return new Usage(cpuNanos - earlier.cpuNanos, sentBytes - earlier.sentBytes);
    }
}
