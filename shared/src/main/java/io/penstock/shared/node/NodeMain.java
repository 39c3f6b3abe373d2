package io.penstock.shared.node;

import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Runs one node from start to the end of its process. The first SIGTERM or SIGINT drains it, a
 * second one stops it at once. SIGHUP makes it read its configuration again.
 */
public final class NodeMain {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);

    private NodeMain() {}

    /**
     * Blocks until the node has stopped.
     *
     * @param loaded what was in the file; it is read again while the node runs
     * @param stopOnEndOfInput also stop when standard input ends: for nodes started by another
     *     process, so that they do not outlive it
     * @param rehearsal begins with the node's start, and ends before clients can reach it
     * @param out gets the one line that says the node is ready
     * @return the process's exit code: 0 drained, 1 could not start or was stopped before it had drained
     */
    public static int run(
            ConfigFile file,
            Loaded loaded,
            boolean stopOnEndOfInput,
            Rehearsal rehearsal,
            PrintStream out,
            PrintStream err) {
        // Penstock has none; with them, Vert.x answers what is no HTTP/1.x in its own way.
        System.setProperty("vertx.disableWebsockets", "true");
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger signals = new AtomicInteger();
        Runnable onSignal = () -> {
            if (signals.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(1);
            }
            stop.countDown();
        };
        AtomicReference<Node> running = new AtomicReference<>();
        Signal.handle(new Signal("HUP"), signal -> {
            if (!stopOnEndOfInput && Terminal.isClosed()) {
                // Not onSignal: the shell may send another, and that would end streams that drain.
                stop.countDown();
            } else {
                reload(running.get());
            }
        });
        Signal.handle(new Signal("TERM"), signal -> onSignal.run());
        Signal.handle(new Signal("INT"), signal -> onSignal.run());
        if (stopOnEndOfInput) {
            stopOnEndOfInput(onSignal);
        }
        Node node = new Node(file, loaded, rehearsal);
        running.set(node);
        try {
            out.println(node.start());
            out.flush();
            stop.await();
            return node.stop() ? 0 : 1;
        } catch (StartException e) {
            err.println("penstock: " + e.getMessage());
            node.close();
            return 1;
        } catch (InterruptedException e) {
            node.close();
            return 1;
        } catch (Exception e) {
            // Not only RuntimeException: Future.await throws whatever the future failed with.
            LOG.atError().setMessage("the node failed").setCause(e).log();
            node.close();
            return 1;
        }
    }

    private static void reload(@Nullable Node node) {
        if (node == null || !node.reload()) {
            LOG.atInfo()
                    .setMessage("not reloaded: the node is starting or draining")
                    .log();
        }
    }

    private static void stopOnEndOfInput(Runnable onSignal) {
        Thread reader = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // only the end matters
                        }
                    } catch (IOException e) {
                        LOG.atDebug()
                                .setMessage("standard input broke")
                                .setCause(e)
                                .log();
                    }
                    onSignal.run();
                },
                "penstock-stdin");
        reader.setDaemon(true);
        reader.start();
    }
}
