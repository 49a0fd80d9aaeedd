package io.github.etcdregistrar.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints what fleets cost, and writes it as CSV and as a picture. */
final class FleetTable {
    private static final Path CSV = Path.of("target", "fleet.csv");
    private static final Path PICTURE = Path.of("target", "fleet.svg");
    private static final String TITLES =
            "instances,TTL s,etcds,all registered s,requests/s,etcd's CPU ms/s,leases lost,"
                    + "seen by a watcher s,kept: last back s,kept: peak requests/s,wiped: last back s,wiped: peak requests/s,"
                    + "lost by the restarts,leases at the end";

    private final List<Row> rows = new ArrayList<>();

    /** One fleet; times are negative where a limit was reached. */
    static final class Row {
        final int size;
        final int ttl;
        final int etcds;
        double registered;
        double requests;
        double cpu;
        int lost;
        double seen;
        double backKept;
        double peakKept;
        double backWiped;
        double peakWiped;
        int lostByRestarts;
        int leases;

        Row(int size, int ttl, int etcds) {
            this.size = size;
            this.ttl = ttl;
            this.etcds = etcds;
        }

        private Stream<String> cells() {
            if (registered < 0) {
                return Stream.of(String.valueOf(size), String.valueOf(ttl), String.valueOf(etcds), "not in time");
            }
            return Stream.of(
                            size,
                            ttl,
                            etcds,
                            registered,
                            requests,
                            cpu,
                            lost,
                            seen,
                            backKept,
                            peakKept,
                            backWiped,
                            peakWiped,
                            lostByRestarts,
                            leases)
                    .map(cell -> cell instanceof Double number ? text(number) : cell.toString());
        }

        private static String text(double number) {
            return number < 0 ? "not in time" : String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.0f", number);
        }
    }

    FleetTable() {
        System.out.println();
        System.out.println("| " + TITLES.replace(",", " | ") + " |");
        System.out.println("|" + "---|".repeat(TITLES.split(",").length));
    }

    void add(Row row) {
        rows.add(row);
        System.out.println("| " + String.join(" | ", row.cells().toList()) + " |");
    }

    void write() {
        try {
            Files.createDirectories(CSV.getParent());
            Files.write(
                    CSV,
                    Stream.concat(
                                    Stream.of(TITLES),
                                    rows.stream()
                                            .map(row ->
                                                    String.join(",", row.cells().toList())))
                            .toList());
            Files.writeString(PICTURE, new FleetPicture(rows).svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
