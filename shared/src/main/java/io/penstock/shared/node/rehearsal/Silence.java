package io.penstock.shared.node.rehearsal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** While it lasts, nothing that is said on the threads of one group gets into the log. */
final class Silence extends TurboFilter implements AutoCloseable {

    private final LoggerContext log;
    private final ThreadGroup group;

    private Silence(LoggerContext log, ThreadGroup group) {
        this.log = log;
        this.group = group;
    }

    /** @return null where the log is not one that can be told so */
    static @Nullable Silence of(ThreadGroup group) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext log)) {
            return null;
        }
        Silence silence = new Silence(log, group);
        silence.setContext(log);
        silence.start();
        log.addTurboFilter(silence);
        return silence;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable thrown) {
        return group == Thread.currentThread().getThreadGroup() ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    @Override
    public void close() {
        stop();
        boolean unused = log.getTurboFilterList().remove(this);
    }
}
