package io.penstock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

class NodeProcessTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Stands in for a node: says what its arguments say, and reads its input. */
    static final class Stand {

        private Stand() {}

        public static void main(String[] args) throws InterruptedException {
            for (String arg : args) {
                System.out.println(arg);
            }
            if (args[0].equals("exit")) {
                System.exit(3);
            }
            try (Scanner input = new Scanner(System.in, "UTF-8")) {
                while (input.hasNextLine()) {
                    System.out.println("read " + input.nextLine());
                }
            }
            Thread.currentThread().join();
        }
    }

    @Test
    void waitsForTheReadyLineAndEndsOnSigterm() {
        try (NodeProcess node = stand("starting", "penstock ready http://x").start()) {
            assertEquals("penstock ready http://x", node.awaitReady(SOON).readyLine());
            assertTrue(node.startTime().compareTo(SOON) < 0);
            assertTrue(node.residentBytes() > 10_000_000);
            node.terminate();
            assertEquals(143, node.awaitExit(SOON));
        }
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyFailsWithItsOutput() {
        try (NodeProcess node = stand("exit", "last words").start()) {
            AssertionError failure = assertThrows(AssertionError.class, () -> node.awaitReady(SOON));
            assertTrue(String.valueOf(failure.getMessage()).contains("last words"), failure::getMessage);
            assertEquals(3, node.awaitExit(SOON));
        }
    }

    @Test
    void givesInputAndKills() {
        try (NodeProcess node = stand("hi").reading("a line\n").start()) {
            node.awaitOutput("read a line", SOON);
            node.kill9();
            assertEquals(137, node.awaitExit(SOON));
            assertFalse(node.isAlive());
        }
    }

    @Test
    void freePortsAreNeverGivenTwice() {
        int one = Ports.free();
        int other = Ports.free();
        assertTrue(one != other && Ports.isFree(one) && Ports.isFree(other));
    }

    private static Command stand(String... args) {
        return Command.of(args).main(Stand.class.getName());
    }
}
