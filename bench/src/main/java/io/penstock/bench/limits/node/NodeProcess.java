package io.penstock.bench.limits.node;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A node in a process of its own, with the options of this one. It ends when its standard input does. */
public final class NodeProcess implements Node {

    private final Process process;
    private final ObjectOutputStream orders;
    private final ExecutorService talks;
    /** Null before the first answer: the other side writes its head only once it is up. */
    private @Nullable ObjectInputStream answers;

    /** @param arguments of {@link NodeMain} */
    public NodeProcess(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName(), name));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        orders = new ObjectOutputStream(process.getOutputStream());
        orders.flush();
        talks = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public <T> CompletableFuture<T> ask(Order<T> order) {
        return CompletableFuture.supplyAsync(() -> talk(order), talks);
    }

    @SuppressWarnings("unchecked") // NodeMain answers an Order<T> with a T
    private <T> T talk(Order<T> order) {
        try {
            orders.writeObject(order);
            orders.reset();
            orders.flush();
            ObjectInputStream in = answers == null ? new ObjectInputStream(process.getInputStream()) : answers;
            answers = in;
            Object answer = in.readObject();
            if (answer instanceof Throwable failure) {
                throw new CompletionException(failure);
            }
            return (T) answer;
        } catch (IOException e) {
            throw new UncheckedIOException("a node has gone", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // At once, or those that are left would complain about those that went before.
        Process unused = process.destroyForcibly();
        List<Runnable> unusedTalks = talks.shutdownNow();
    }
}
