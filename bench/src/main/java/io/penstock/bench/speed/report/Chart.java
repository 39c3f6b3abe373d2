package io.penstock.bench.speed.report;

import io.penstock.bench.report.Figures;
import io.penstock.bench.speed.measure.Fleet;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Throughput and CPU time beside nginx's, as a picture: a bar for each load and way, and nginx a line. */
public final class Chart {

    private static final String NGINX = "nginx";
    private static final List<String> WAYS = List.of(Fleet.ALL_IN_ONE, Fleet.TWO_NODES);
    private static final List<String> COLOURS = List.of("#2f6f9f", "#9cc3dd");

    private static final int WIDTH = 860;
    private static final int LABELS = 330;
    private static final int BAR = 12;
    private static final int GROUP = WAYS.size() * BAR + 14;
    private static final int HEAD = 46;
    private static final int GAP = 20;
    private static final int PANEL = (WIDTH - LABELS - 2 * GAP) / 2;

    private final StringBuilder svg = new StringBuilder();

    private Chart() {}

    public static String svg(Results results) {
        return new Chart().draw(results);
    }

    private String draw(Results results) {
        List<Load> cases = results.cases().stream()
                .filter(load -> results.contenders(load).contains(NGINX) && load.rate() == 0)
                .toList();
        int height = HEAD + cases.size() * GROUP + 40;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height, WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, height);
        panel(results, cases, LABELS, "throughput, more is better", 1.2, this::speed);
        panel(results, cases, LABELS + PANEL + GAP, "CPU time, less is better", 4, this::cpu);
        for (int i = 0; i < cases.size(); i++) {
            text(LABELS - 10, HEAD + i * GROUP + BAR + 4, "end", cases.get(i).title());
        }
        for (int i = 0; i < WAYS.size(); i++) {
            int x = LABELS + i * 180;
            add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, height - 24, COLOURS.get(i));
            text(x + 18, height - 14, "start", WAYS.get(i));
        }
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#c0392b\"/>",
                LABELS + 360, LABELS + 384, height - 18, height - 18);
        text(LABELS + 390, height - 14, "start", "nginx");
        return svg.append("</svg>\n").toString();
    }

    private interface Figure {
        ToDoubleFunction<Sample> of(Load load);
    }

    private ToDoubleFunction<Sample> speed(Load load) {
        return load.isStream() ? Sample::chunksPerSecond : Sample::requestsPerSecond;
    }

    private ToDoubleFunction<Sample> cpu(Load load) {
        return load.isStream() ? Sample::cpuPerMillionChunks : Sample::cpuPerThousandRequests;
    }

    private void panel(Results results, List<Load> cases, int x, String title, double most, Figure figure) {
        text(x, 24, "start", title);
        for (int i = 0; i < cases.size(); i++) {
            for (int way = 0; way < WAYS.size(); way++) {
                Optional<Double> ratio = results.ratio(cases.get(i), WAYS.get(way), NGINX, figure.of(cases.get(i)));
                int y = HEAD + i * GROUP + way * BAR;
                if (ratio.isPresent()) {
                    double length = Math.min(ratio.get(), most) / most * (PANEL - 40);
                    add(
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                            x, y, length, BAR - 2, COLOURS.get(way));
                    text((int) (x + length) + 4, y + BAR - 2, "start", Figures.of(ratio.get()));
                }
            }
        }
        double one = x + (PANEL - 40) / most;
        add(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#c0392b\"/>",
                one, one, HEAD - 8, HEAD + cases.size() * GROUP - 8);
    }

    private void text(int x, int y, String anchor, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>", x, y, anchor, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
