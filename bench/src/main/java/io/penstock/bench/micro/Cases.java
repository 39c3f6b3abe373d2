package io.penstock.bench.micro;

import java.util.List;

/** All that is measured, in the order of the report. */
final class Cases {

    static final List<Case> ALL = List.of(
            new Case("SSE parser, reads of 16 KiB", "event", "SseParserBench", "wholeReads"),
            new Case("SSE parser, one event a read", "event", "SseParserBench", "oneEventReads"),
            new Case("SSE parser, reads of 1 to 64 B", "event", "SseParserBench", "tornReads"),
            new Case("stream normaliser, fast path", "chunk", "ChunkBench", "fastPath"),
            new Case("stream normaliser, rewritten", "chunk", "ChunkBench", "rewritten"),
            new Case("plain answer of 500 B, normalised", "answer", "CompletionBench", "small"),
            new Case("plain answer of 20 KB, normalised", "answer", "CompletionBench", "large"),
            new Case("request of 2 KB, read", "request", "RequestBench", "readSmall"),
            new Case("request of 100 KB, read", "request", "RequestBench", "readLarge"),
            new Case("request of 2 KB, for its provider", "request", "RequestBench", "spliceSmall"),
            new Case("request of 100 KB, for its provider", "request", "RequestBench", "spliceLarge"),
            new Case("request of 2 KB, target's parameters", "request", "RequestBench", "parametersSmall"),
            new Case("request of 100 KB, target's parameters", "request", "RequestBench", "parametersLarge"),
            new Case("OPEN with 2 KB, encoded", "frame", "FrameBench", "encodeOpen"),
            new Case("OPEN with 2 KB, decoded", "frame", "FrameBench", "decodeOpen"),
            new Case("DATA of 250 B, encoded", "frame", "FrameBench", "encodeSmallData"),
            new Case("DATA of 250 B, decoded", "frame", "FrameBench", "decodeSmallData"),
            new Case("DATA of 16 KiB, encoded", "frame", "FrameBench", "encodeLargeData"),
            new Case("DATA of 16 KiB, decoded", "frame", "FrameBench", "decodeLargeData"),
            new Case("END, encoded", "frame", "FrameBench", "encodeEnd"),
            new Case("END, decoded", "frame", "FrameBench", "decodeEnd"),
            new Case("CREDIT, encoded", "frame", "FrameBench", "encodeCredit"),
            new Case("CREDIT, decoded", "frame", "FrameBench", "decodeCredit"));

    private Cases() {}
}
