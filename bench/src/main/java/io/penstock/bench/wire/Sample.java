package io.penstock.bench.wire;

/**
 * One contender under one case's load, once.
 *
 * @param residentMiB the most that it held meanwhile
 */
public record Sample(LoadResult load, double cpuSeconds, double residentMiB) {

    public double requestsPerSecond() {
        return load.finished() / load.seconds();
    }

    public double chunksPerSecond() {
        return load.chunks() / load.seconds();
    }

    public double cpuPerThousandRequests() {
        return cpuSeconds / load.allFinished() * 1000;
    }

    public double cpuPerMillionChunks() {
        return cpuSeconds / load.allChunks() * 1e6;
    }

    public double latencyP50Millis() {
        return load.latency().p50() / 1e6;
    }

    public double latencyP99Millis() {
        return load.latency().p99() / 1e6;
    }

    public double delayP50Millis() {
        return load.delay().p50() / 1e6;
    }

    public double delayP99Millis() {
        return load.delay().p99() / 1e6;
    }
}
