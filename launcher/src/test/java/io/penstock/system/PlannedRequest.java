package io.penstock.system;

import io.penstock.testkit.ChatClient;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of very many requests: how it is to end, and its bill, which the upstream writes. Both sides
 * run in the test's JVM and know a request by its {@code user}.
 */
final class PlannedRequest {

    /** What fits no text of an answer. */
    static final String PIECE = "<%d>";

    private static final int MAX_TOKENS = 50;

    enum End {
        COMPLETE(40, 200),
        NOTHING_USED(5, 200),
        NO_USAGE(5, 200),
        ERROR_500(5, 502),
        ERROR_429(4, 429),
        RETRIED(3, 200),
        RETRIED_IN_VAIN(2, 502),
        FAILOVER(8, 200),
        CUT(9, 200),
        LEFT_AFTER(9, 200),
        LEFT_BEFORE(6, 0),
        FIRST_TOKEN(2, 504),
        IDLE(2, 200);

        final int weight;
        final int status;

        End(int weight, int status) {
            this.weight = weight;
            this.status = status;
        }

        static End random(Random random) {
            int sum = 0;
            for (End end : values()) {
                sum += end.weight;
            }
            int drawn = random.nextInt(sum);
            for (End end : values()) {
                drawn -= end.weight;
                if (drawn < 0) {
                    return end;
                }
            }
            throw new AssertionError("the weights' sum is " + sum);
        }
    }

    final int id;
    final ClientKey key;
    final End end;
    final boolean stream;
    /** Of content, where it is a stream; 1 or more, but 0 or more where it is cut. */
    final int pieces;

    final int prompt;
    /** Tokens with each piece. */
    final int perPiece;
    /** Chooses among the forms of one end. */
    final int variant;

    /** Written on the upstream's event loop, read when all is over. */
    final AtomicLong bill = new AtomicLong();

    final AtomicInteger attempts = new AtomicInteger();
    /** What the client does when the upstream has its request. */
    volatile Runnable whenReceived = () -> {};

    PlannedRequest(int id, ClientKey key, Random random) {
        this.id = id;
        this.key = key;
        this.end = End.random(random);
        this.stream = switch (end) {
            case CUT, LEFT_AFTER, FIRST_TOKEN, IDLE -> true;
            default -> random.nextBoolean();
        };
        this.pieces = end == End.CUT ? random.nextInt(5) : 1 + random.nextInt(5);
        this.prompt = random.nextInt(100);
        this.perPiece = 1 + random.nextInt(40);
        this.variant = random.nextInt(4);
    }

    String model() {
        return switch (end) {
            case RETRIED, RETRIED_IN_VAIN -> "again";
            case FAILOVER -> "pair";
            case FIRST_TOKEN -> "slow-start";
            case IDLE -> "slow";
            default -> "m";
        };
    }

    JsonObject body() {
        JsonObject body =
                ChatClient.request(model(), "hi").put("max_tokens", MAX_TOKENS).put("user", "" + id);
        return stream ? body.put("stream", true) : body;
    }

    String piece(int number) {
        return PIECE.formatted(number);
    }

    /** A stream's status where it breaks before its first content. */
    int status() {
        return end == End.CUT && pieces == 0 ? 502 : end.status;
    }

    /** Whether it ends with an error after its head. */
    boolean fails() {
        return (end == End.CUT && pieces > 0) || end == End.IDLE;
    }

    @Override
    public String toString() {
        return "request " + id + " of " + key.name() + ": " + end + (stream ? " (stream)" : "") + ", " + pieces
                + " pieces, variant " + variant + ", billed " + bill + " in " + attempts + " attempts";
    }
}
