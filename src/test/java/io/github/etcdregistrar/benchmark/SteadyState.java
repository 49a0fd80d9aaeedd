package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What processes use that have registered and have nothing to do: all of them at the same time, started one by one. */
final class SteadyState {
    private static final List<Variant> VARIANTS = List.of(Variant.WITHOUT, Variant.BUNDLE, Variant.BUNDLE_ETCD_AWAY);
    private static final int SETTLING_MINUTES = Integer.getInteger("benchmark.settling.minutes", 5);
    private static final int MINUTES = Integer.getInteger("benchmark.minutes", 3);

    private final Subject subject;
    private final long pid;
    private final double firstMinuteMillis;
    private final long startNanos;

    private SteadyState(Subject subject) throws IOException, InterruptedException {
        this.subject = subject;
        startNanos = System.nanoTime();
        pid = subject.start();
        sleepUntil(1);
        firstMinuteMillis = Usage.of(pid, subject.etcd).cpuMillis();
    }

    static void measure(List<Supplier<AppServer>> servers) throws IOException, InterruptedException {
        List<Subject> subjects = new ArrayList<>(Subject.processes());
        for (Supplier<AppServer> server : servers) {
            VARIANTS.forEach(variant -> subjects.add(Subject.of(server.get(), variant)));
        }
        try {
            List<SteadyState> started = new ArrayList<>();
            for (Subject subject : subjects) {
                started.add(new SteadyState(subject));
            }
            started.get(started.size() - 1).sleepUntil(SETTLING_MINUTES);
            List<Usage> before = new ArrayList<>();
            for (SteadyState one : started) {
                before.add(Usage.of(one.pid, one.subject.etcd));
            }
            TimeUnit.MINUTES.sleep(MINUTES);
            printHead();
            for (int i = 0; i < started.size(); i++) {
                SteadyState one = started.get(i);
                one.print(Usage.of(one.pid, one.subject.etcd).since(before.get(i), MINUTES));
            }
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    private static void printHead() {
        System.out.println();
        System.out.println("| | CPU of the first 60 s, ms | CPU, ms/min | of our threads, ms/min | their wake-ups/min"
                + " | requests/min | bytes/min | packets/min | heap, MB | RSS, MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    }

    private void print(Usage minute) {
        Jvm jvm = new Jvm(pid);
        double resident = jvm.residentBytes() / 1e6;
        jvm.collect();
        System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f | %.0f |%n",
                subject.name,
                firstMinuteMillis,
                minute.cpuMillis(),
                minute.ownMillis(),
                minute.ownWakeUps(),
                minute.requests(),
                minute.bytes(),
                minute.packets(),
                jvm.usedHeapBytes() / 1e6,
                resident);
    }

    /** Minutes are what is measured, so there is nothing to await. */
    private void sleepUntil(int minutes) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(startNanos + TimeUnit.MINUTES.toNanos(minutes) - System.nanoTime());
    }
}
