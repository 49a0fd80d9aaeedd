package io.github.etcdregistrar.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what is logged, by a logger and those below it, until it is closed. */
public final class LogRecorder extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final Level from;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    /** Records what is logged at this level or above; the empty name means everybody. */
    public LogRecorder(String name, Level from) {
        this.from = from;
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        logger.setLevel(from);
        logger.addHandler(this);
    }

    /** The messages so far. */
    public List<String> messages() {
        return records.stream().map(formatter::formatMessage).toList();
    }

    /** The messages so far, each after its level. */
    public List<String> levelsAndMessages() {
        return records.stream()
                .map(entry -> entry.getLevel() + " " + formatter.formatMessage(entry))
                .toList();
    }

    /** The names of those who have logged something, once for each line. */
    public List<String> loggers() {
        return records.stream().map(LogRecord::getLoggerName).toList();
    }

    /** All that would be in a log file: messages, exceptions and their causes. */
    public String text() {
        StringBuilder text = new StringBuilder();
        records.forEach(entry -> text.append(formatter.format(entry)));
        return text.toString();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= from.intValue()) {
            records.add(entry);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
