package io.penstock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A port to which connecting takes for ever: its queue of connections waiting to be accepted is
 * full, so that the kernel drops each new SYN (Linux).
 */
public final class FullListener implements AutoCloseable {

    private final ServerSocket listener;
    private final List<SocketChannel> waiting = new ArrayList<>();

    private FullListener() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    public static FullListener open() {
        try {
            FullListener full = new FullListener();
            Await.until("the listener's queue to be full", full::takesNoMore, Duration.ofSeconds(10));
            return full;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tries one more connection; loopback connects at once or not at all. */
    private Boolean takesNoMore() throws IOException {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        return !channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()))
                && !channel.finishConnect();
    }
}
