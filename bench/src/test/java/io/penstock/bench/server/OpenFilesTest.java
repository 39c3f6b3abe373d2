package io.penstock.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void aStreamIsTwoFilesBesideANodesOwn() {
        assertEquals(9_850, OpenFiles.mostStreams(20_000));
        assertEquals(0, OpenFiles.mostStreams(256));
        assertEquals(Integer.MAX_VALUE, OpenFiles.mostStreams(Long.MAX_VALUE));
    }
}
