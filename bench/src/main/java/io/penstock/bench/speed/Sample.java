package io.penstock.bench.speed;

/**
 * One contender under one case's load, once.
 *
 * @param residentMiB the most that it held meanwhile
 */
record Sample(LoadResult load, double cpuSeconds, double residentMiB) {

    double requestsPerSecond() {
        return load.finished() / load.seconds();
    }

    double chunksPerSecond() {
        return load.chunks() / load.seconds();
    }

    double cpuPerThousandRequests() {
        return cpuSeconds / load.allFinished() * 1000;
    }

    double cpuPerMillionChunks() {
        return cpuSeconds / load.allChunks() * 1e6;
    }

    double latencyP50Millis() {
        return load.latency().p50() / 1e6;
    }

    double latencyP99Millis() {
        return load.latency().p99() / 1e6;
    }

    double delayP50Millis() {
        return load.delay().p50() / 1e6;
    }

    double delayP99Millis() {
        return load.delay().p99() / 1e6;
    }
}
