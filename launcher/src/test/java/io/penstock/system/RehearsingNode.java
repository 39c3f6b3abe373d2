package io.penstock.system;

import io.penstock.shared.cli.Penstock;

/** {@code penstock} with the rehearsal that other tests' nodes do without. */
final class RehearsingNode {

    private RehearsingNode() {}

    public static void main(String[] args) {
        System.setProperty("penstock.rehearsal", "300");
        Penstock.main(args);
    }
}
