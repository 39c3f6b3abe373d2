package io.penstock.shared.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a verticle puts its frames. Those for its own node are sent at once. Those for another one that come in
 * the same turn of the event loop go in one message: at the cost of a message for each, the connection between two
 * busy nodes was dearer than the requests on it. Keeps the order of the frames for an address. Event loop only.
 */
public final class Outbox {

    /** A bundle that has as much is not made larger. */
    private static final int MOST_BYTES = 128 * 1024;

    private final Vertx vertx;
    private final EventBus bus;
    private final String ownNode;
    private Map<String, Waiting> waiting = new HashMap<>();
    private boolean due;

    /** What waits for one address. */
    private static final class Waiting {
        private List<Frame> frames = new ArrayList<>();
        private List<Runnable> notThere = new ArrayList<>(0);
        private int bytes;
    }

    public Outbox(Vertx vertx, String ownNode) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.ownNode = ownNode;
    }

    /** @param node whose address it is */
    public void send(String node, String address, Frame frame) {
        if (node.equals(ownNode)) {
            FrameCodec.send(bus, address, frame);
        } else {
            Waiting unused = add(address, frame);
        }
    }

    /** @param notThere what to do where it is known on this node that nobody has the address */
    public void offer(String node, String address, Frame.Open open, Runnable notThere) {
        if (node.equals(ownNode)) {
            FrameCodec.offer(bus, address, open, notThere);
        } else {
            add(address, open).notThere.add(notThere);
        }
    }

    private Waiting add(String address, Frame frame) {
        Waiting queue = waiting.computeIfAbsent(address, first -> new Waiting());
        if (queue.bytes >= MOST_BYTES) {
            send(address, queue);
        }
        queue.frames.add(frame);
        queue.bytes += payload(frame);
        if (!due) {
            due = true;
            vertx.runOnContext(v -> sendAll());
        }
        return queue;
    }

    private static int payload(Frame frame) {
        if (frame instanceof Frame.Data data) {
            return data.bytes().length();
        } else if (frame instanceof Frame.End end) {
            return end.bytes().length();
        } else if (frame instanceof Frame.Open open) {
            return open.piece().length;
        }
        return frame instanceof Frame.Body body ? body.piece().length : 0;
    }

    private void sendAll() {
        due = false;
        // Who hears that nobody is there may offer to another at once.
        Map<String, Waiting> taken = waiting;
        waiting = new HashMap<>();
        taken.forEach(this::send);
    }

    private void send(String address, Waiting queue) {
        List<Frame> frames = queue.frames;
        List<Runnable> notThere = queue.notThere;
        queue.frames = new ArrayList<>();
        queue.notThere = new ArrayList<>(0);
        queue.bytes = 0;
        Frame message = frames.size() == 1 ? frames.get(0) : new Frame.Bundle(frames);
        if (notThere.isEmpty()) {
            FrameCodec.send(bus, address, message);
        } else {
            FrameCodec.offer(bus, address, message, () -> notThere.forEach(Runnable::run));
        }
    }
}
