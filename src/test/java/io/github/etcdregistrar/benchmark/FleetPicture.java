package io.github.etcdregistrar.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Draws etcd's processor time by the number of instances, a line for each TTL and number of members; both axes logarithmic. */
final class FleetPicture {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int BOTTOM = 50;
    private static final int RIGHT = 150;
    private static final int TOP = 20;
    private static final double[] X = {100, 10_000};
    private static final double[] Y = {1, 2000};
    private static final List<String> COLORS = List.of("#0072b2", "#d55e00", "#009e73");

    private final List<FleetTable.Row> rows;

    FleetPicture(List<FleetTable.Row> rows) {
        this.rows = rows.stream().filter(row -> row.registered >= 0).toList();
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\"><rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n")
                .formatted(WIDTH, HEIGHT));
        for (int x : new int[] {100, 1000, 10_000}) {
            grid(svg, x(x), TOP, x(x), HEIGHT - BOTTOM);
            text(svg, x(x), HEIGHT - BOTTOM + 20, "middle", "%,d".formatted(x));
        }
        for (int y : new int[] {1, 10, 100, 1000}) {
            grid(svg, LEFT, y(y), WIDTH - RIGHT, y(y));
            text(svg, LEFT - 8, y(y) + 4, "end", y + " ms");
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "instances");
        text(svg, LEFT, 14, "start", "processor time of all of etcd, for each second");
        int color = 0;
        for (int ttl : new TreeSet<>(rows.stream().map(row -> row.ttl).toList())) {
            for (int etcds : new TreeSet<>(rows.stream().map(row -> row.etcds).toList())) {
                line(svg, ttl, etcds, COLORS.get(color % COLORS.size()));
            }
            color++;
        }
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, int ttl, int etcds, String color) {
        List<FleetTable.Row> points = rows.stream()
                .filter(row -> row.ttl == ttl && row.etcds == etcds)
                .toList();
        if (points.isEmpty()) {
            return;
        }
        svg.append(format(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>%n",
                color,
                etcds == 1 ? "" : " stroke-dasharray=\"6 4\"",
                points.stream()
                        .map(row -> format("%.0f,%.0f", x(row.size), y(row.cpu)))
                        .collect(Collectors.joining(" "))));
        FleetTable.Row last = points.get(points.size() - 1);
        text(
                svg,
                x(last.size) + 8,
                y(last.cpu) + 4,
                "start",
                "TTL " + ttl + " s, " + (etcds == 1 ? "1 etcd" : etcds + " etcds"));
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(format("<line x1=\"%.0f\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\" stroke=\"#ccc\"/>%n", x1, y1, x2, y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(format("<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static double x(double value) {
        return LEFT + logarithmic(value, X) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value) {
        return HEIGHT - BOTTOM - logarithmic(value, Y) * (HEIGHT - BOTTOM - TOP);
    }

    /** Where a value is between the ends: from 0 to 1. */
    private static double logarithmic(double value, double[] ends) {
        return Math.log(Math.max(value, ends[0]) / ends[0]) / Math.log(ends[1] / ends[0]);
    }
}
