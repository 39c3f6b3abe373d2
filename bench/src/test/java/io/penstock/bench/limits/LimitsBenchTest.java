package io.penstock.bench.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.bench.limits.node.BenchNode;
import io.penstock.bench.limits.node.Load;
import io.penstock.bench.limits.node.NodeMain;
import io.penstock.bench.report.ReadmeSection;
import io.penstock.shared.cli.process.FreePorts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every case for a moment, on one member: enough to know that the benchmark still runs and still checks. */
class LimitsBenchTest {

    private static final Rounds.Plan MOMENT = new Rounds.Plan(1, 4, 20, 5, 20);

    private static Fleet member;
    private static Fleet single;

    @BeforeAll
    static void start() {
        int port = new FreePorts().from(35_701);
        member = new Fleet(List.of(new InProcess(new BenchNode(NodeMain.cluster(List.of(port)), "bench"))), true);
        single = new Fleet(List.of(new InProcess(new BenchNode(null, "bench"))), false);
        member.await();
    }

    @AfterAll
    static void stop() {
        member.close();
        single.close();
    }

    @Test
    void runsEveryCase() {
        List<Case> cases = Cases.ALL.stream().map(LimitsBenchTest::small).toList();
        Rounds rounds = new Rounds(cases, Map.of(0, single, 2, member, 3, member), MOMENT, round -> {});
        rounds.run();
        List<Footprint> footprints = Footprint.measure(member, 50, 4);
        String report = new Report(cases, rounds, MOMENT, footprints, 50).markdown();
        cases.forEach(each -> assertTrue(report.contains(each.name()), report));
    }

    @Test
    void failsWhereMoreIsGrantedThanAllowed() {
        Work lax = new Work() {
            @Override
            public Load load(Fleet fleet, int node, String name, int clients, boolean tight) {
                return new OneKey().load(fleet, node, name, clients, false);
            }

            @Override
            public long expected(int nodes, int clients) {
                return new OneKey().expected(nodes, clients);
            }

            @Override
            public boolean isShared() {
                return true;
            }
        };
        Case wrong = new Case("lax", 3, lax, Cases.ALL.get(0).past());
        assertThrows(WrongDecisionException.class, () -> Check.run(wrong, member, 4));
    }

    @Test
    void replacesItsPartOfTheReadme() {
        String document = "a\n<!-- bench x -->\nold\n<!-- end of bench x -->\nb\n";
        assertEquals(
                "a\n<!-- bench x -->\nnew\n<!-- end of bench x -->\nb\n",
                ReadmeSection.replace(document, "x", "new\n"));
    }

    private static Case small(Case each) {
        return each.work() instanceof ManyKeys
                ? new Case(each.name(), each.members(), new ManyKeys(200), each.past())
                : each;
    }
}
