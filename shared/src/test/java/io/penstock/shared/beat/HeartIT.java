package io.penstock.shared.beat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.bus.Addresses;
import io.penstock.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A heart on a real event bus. */
@ExtendWith(VertxExtension.class)
class HeartIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<Beat> heard = new CopyOnWriteArrayList<>();

    @Test
    void nothingIsHeardAfterTheGoodbye(Vertx vertx) {
        BeatCodec.register(vertx.eventBus());
        MessageConsumer<Beat> consumer = vertx.eventBus().consumer(Addresses.BEATS);
        consumer.handler(message -> heard.add(message.body()));
        consumer.completion().await();
        Heart heart = new Heart(new BeatBoard("a"), () -> beat("a"));
        String unused = vertx.deployVerticle(heart).await();
        Await.until(() -> "the first beat", () -> !heard.isEmpty(), SOON);
        heart.sayGoodbye().await();
        Await.until(() -> "the goodbye", () -> last().leaving(), SOON);
        heart.beatNow();
        BeatCodec.publish(vertx.eventBus(), beat("marker"));
        Await.until(() -> "the marker", () -> last().node().equals("marker"), SOON);
        assertFalse(heard.isEmpty());
        assertTrue(heard.get(heard.size() - 2).leaving(), () -> "heard " + heard);
    }

    @Test
    void makesAllBeatsOnOneThreadAndNoneForWhatItHears(Vertx vertx) {
        BeatCodec.register(vertx.eventBus());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        BeatBoard board = new BeatBoard("a");
        Heart heart = new Heart(board, () -> {
            threads.add(Thread.currentThread());
            made.incrementAndGet();
            return beat("a");
        });
        String unused = vertx.deployVerticle(heart).await();
        for (int i = 0; i < 10; i++) {
            heart.beatNow();
        }
        Await.until(() -> "the beats", () -> made.get() > 10, SOON);
        int before = made.get();
        for (int i = 0; i < 100; i++) {
            BeatCodec.publish(vertx.eventBus(), beat("b" + i));
        }
        Await.until(() -> "all nodes", () -> board.nodes().size() == 101, SOON);
        assertTrue(made.get() < before + 20, () -> "made " + made.get());
        heart.sayGoodbye().await();
        assertEquals(1, threads.size());
    }

    private Beat last() {
        return heard.get(heard.size() - 1);
    }

    private static Beat beat(String node) {
        return new Beat(node, 1, false, false, false, false, "", Map.of(), Health.GOOD, Map.of());
    }
}
