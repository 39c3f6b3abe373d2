package io.penstock.shared.limit.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between members, that can be cut. All connections to a member lead through here, and
 * those from it come from its own loopback address, so both ends are known. Cut off from each other,
 * members get not a byte, and no word that there is nobody: as where packets are dropped. What was
 * held back arrives when the cut has healed.
 */
final class Switchboard implements AutoCloseable {

    private final Set<ServerSocket> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Hosts that reach each other. Empty while all do. */
    private List<Set<String>> sides = List.of();

    /** From now on the others reach this member, on the same host. */
    void connect(InetSocketAddress member, int publicPort) {
        try {
            ServerSocket listener = new ServerSocket(publicPort, 50, member.getAddress());
            listeners.add(listener);
            start(() -> accept(listener, member));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on each host reaches only those of its own side. */
    synchronized void cut(List<Set<String>> intoSides) {
        sides = List.copyOf(intoSides);
    }

    synchronized void heal() {
        sides = List.of();
        notifyAll();
    }

    @Override
    public void close() {
        heal();
        listeners.forEach(Switchboard::closeQuietly);
        sockets.forEach(Switchboard::closeQuietly);
    }

    private void accept(ServerSocket listener, InetSocketAddress member) throws IOException {
        while (!listener.isClosed()) {
            Socket caller = listener.accept();
            sockets.add(caller);
            start(() -> dial(caller, member));
        }
    }

    private void dial(Socket caller, InetSocketAddress member) throws IOException {
        Link link = new Link(host(caller.getRemoteSocketAddress()), host(member));
        awaitPassage(link);
        Socket called = new Socket();
        sockets.add(called);
        try {
            called.setTcpNoDelay(true);
            caller.setTcpNoDelay(true);
            called.connect(member);
            start(() -> pump(link, called, caller));
            pump(link, caller, called);
        } finally {
            hangUp(caller, called);
        }
    }

    private void pump(Link link, Socket from, Socket to) throws IOException {
        byte[] bytes = new byte[16 * 1024];
        try {
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                awaitPassage(link);
                to.getOutputStream().write(bytes, 0, read);
            }
        } finally {
            // The end of a connection is news too.
            awaitPassage(link);
            hangUp(from, to);
        }
    }

    private synchronized void awaitPassage(Link link) {
        while (sides.stream().anyMatch(side -> side.contains(link.from()) != side.contains(link.to()))) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private record Link(String from, String to) {}

    private void hangUp(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static String host(SocketAddress address) {
        return ((InetSocketAddress) address).getAddress().getHostAddress();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyClosed) {
            // What counts is that it is closed.
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException closed) {
                        // An end is gone, and the other has been told.
                    }
                },
                "switchboard");
        thread.setDaemon(true);
        thread.start();
    }
}
