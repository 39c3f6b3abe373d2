package io.penstock.shared.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchingAppenderTest {

    private final PrintStream before = System.err;
    private final LoggerContext context = new LoggerContext();
    private final BatchingAppender appender = new BatchingAppender();
    private final Logger logger = context.getLogger("test");

    @BeforeEach
    void open() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        appender.setContext(context);
        appender.setName("test");
        appender.setEncoder(encoder);
    }

    @AfterEach
    void close() {
        context.stop();
        System.setErr(before);
    }

    private void writeTo(OutputStream out) {
        System.setErr(new PrintStream(out, false, UTF_8));
        appender.start();
        logger.addAppender(appender);
    }

    @Test
    void losesNothingAndKeepsTheOrderOfEachThread() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeTo(out);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "t" + t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    logger.info("{} {}", name, i);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread each : threads) {
            each.join();
        }
        appender.stop();
        Map<String, Integer> next = new HashMap<>();
        for (String line : out.toString(UTF_8).lines().toList()) {
            String[] parts = line.split(" ");
            assertEquals(next.getOrDefault(parts[0], 0), Integer.parseInt(parts[1]), line);
            next.merge(parts[0], 1, Integer::sum);
        }
        assertEquals(Map.of("t0", 3000, "t1", 3000, "t2", 3000, "t3", 3000), next);
    }

    @Test
    void aSingleLineIsWrittenWithoutAnyAfterIt() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        writeTo(new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                if (toString(UTF_8).contains("alone")) {
                    written.countDown();
                }
            }
        });
        logger.info("alone");
        assertTrue(written.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aReaderThatStandsStillHoldsUpNobodyAndLosesLinesInTheEnd() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeTo(new OutputStream() {
            @Override
            public void write(int b) {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                out.write(bytes, from, length);
            }
        });
        for (int i = 0; i < 100_000; i++) {
            logger.info("line {}", i);
        }
        open.countDown();
        appender.stop();
        long lines = out.toString(UTF_8).lines().count();
        assertTrue(lines >= 16_384 && lines < 60_000, () -> lines + " lines");
        assertTrue(out.toString(UTF_8).startsWith("line 0\n"));
    }
}
