package io.penstock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under heads, the first column to the left and figures to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        rows.add(List.of(heads));
    }

    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    public String text() {
        List<Integer> widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream().map(row -> padded(row, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String padded(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> String.format(
                        column == 0 ? "%-" + widths.get(column) + "s" : "%" + widths.get(column) + "s",
                        row.get(column)))
                .collect(Collectors.joining("  "));
    }

    public String markdown() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add("| " + String.join(" | ", row) + " |");
        }
        lines.add(1, "|---" + "|--:".repeat(rows.get(0).size() - 1) + "|");
        return String.join("\n", lines) + "\n";
    }
}
