package io.penstock.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Holds a scripted upstream back until the test opens it. Any thread may open it, once or more. */
public final class Gate {

    private final Promise<Void> promise = Promise.promise();

    public void open() {
        promise.tryComplete();
    }

    public boolean isOpen() {
        return promise.future().isComplete();
    }

    Future<Void> opened() {
        return promise.future();
    }
}
