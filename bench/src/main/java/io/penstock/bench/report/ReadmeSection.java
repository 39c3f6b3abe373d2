package io.penstock.bench.report;

/** The part of a document between two comments, which a rerun replaces. */
public final class ReadmeSection {

    private ReadmeSection() {}

    /** @throws IllegalArgumentException if the document has no such part */
    public static String replace(String document, String name, String content) {
        String begin = "<!-- bench " + name + " -->\n";
        String end = "<!-- end of bench " + name + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document lacks " + begin.strip() + " … " + end);
        }
        return document.substring(0, from + begin.length()) + content + document.substring(to);
    }
}
