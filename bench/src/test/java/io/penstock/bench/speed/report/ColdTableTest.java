package io.penstock.bench.speed.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.bench.wire.LoadResult;
import io.penstock.bench.wire.LoadResult.Slot;
import io.penstock.bench.wire.LoadResult.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdTableTest {

    private static LoadResult round(Slot... slots) {
        Times none = new Times(0, 0, 0, 0, 0, 0, 0);
        return new LoadResult(30, 0, 0, 0, 0, 0, 0, 0, 0, "", none, none, List.of(slots));
    }

    private static Times answers(long count) {
        return new Times(count, 2e6, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000);
    }

    @Test
    void aSlotsRateIsThatOfItsOwnLength() {
        String table = ColdTable.of(List.of(
                        round(new Slot(1, answers(100)), new Slot(5, answers(2_000))),
                        round(new Slot(1, answers(300)), new Slot(5, answers(4_000))),
                        round(new Slot(1, answers(200)), new Slot(5, answers(8_000)))))
                .markdown();
        assertTrue(table.contains("| 0–1 | 200 (100–300) | 1.00 (1.00–1.00) | 3.00 (3.00–3.00) |"), table);
        assertTrue(table.contains("| 1–5 | 1,000 (500–2,000) |"), table);
    }
}
