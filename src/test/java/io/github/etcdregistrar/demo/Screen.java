package io.github.etcdregistrar.demo;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Where the demo writes: plain lines, so that it reads the same on a terminal, in a pipe and in a log. */
final class Screen {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintStream out;

    Screen(PrintStream out) {
        this.out = out;
    }

    /** A line of the demo's own. */
    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Something that happened just now: to what, and what. */
    synchronized void happened(String what, String details) {
        out.printf("%s  %-7s %s%n", TIME.format(LocalTime.now()), what, details);
        out.flush();
    }
}
