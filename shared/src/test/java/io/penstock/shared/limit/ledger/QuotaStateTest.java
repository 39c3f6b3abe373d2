package io.penstock.shared.limit.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Units;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuotaStateTest {

    private static final long T = 1_700_000_000_000L;
    private static final Limits FIVE = Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 5);
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private QuotaState state = QuotaState.EMPTY;

    @Test
    void aCallThatArrivesAgainIsAnsweredFromMemory() {
        Call call = ask(A, 1, 3);
        Outcome first = apply(call, T);
        QuotaState after = state;
        assertEquals(first, apply(call, T));
        assertSame(after, state);
    }

    @Test
    void aCallThatArrivesAgainAfterOthersCameIsStillAnsweredFromMemory() {
        Call call = ask(A, 1, 3);
        Outcome first = apply(call, T);
        apply(ask(B, 1, 2), T + 500);
        Outcome again = apply(call, T + 7_000);
        assertEquals(first.bookedAt(), again.bookedAt());
        assertEquals(3, granted(again));
        assertEquals(5, used());
    }

    @Test
    void aCallThatComesAfterALaterOneIsRefused() {
        apply(ask(A, 2, 1), T);
        assertEquals(0, granted(apply(ask(A, 1, 1), T)));
        assertEquals(1, used());
    }

    @Test
    void aVoidedCallThatRanIsUndone() {
        apply(ask(A, 1, 3), T);
        assertEquals(5, granted(apply(voiding(A, 2, 0, 5), T + 2_000)));
        assertEquals(5, used());
    }

    @Test
    void aVoidedCallThatComesLateIsRefused() {
        apply(voiding(A, 2, 0, 0), T);
        assertEquals(0, granted(apply(ask(A, 1, 3), T)));
        assertEquals(0, used());
    }

    @Test
    void aVoidedCallIsUndoneOnceThoughTheVoidingCallArrivesAgain() {
        apply(ask(B, 1, 2), T);
        apply(ask(A, 1, 2), T);
        Call voiding = voiding(A, 2, 0, 0);
        apply(voiding, T);
        apply(voiding, T);
        assertEquals(2, used());
    }

    @Test
    void voidsAllCallsSinceTheLastSettledOne() {
        apply(ask(A, 1, 1), T);
        apply(ask(A, 2, 1), T);
        apply(voiding(A, 3, 1, 1), T);
        apply(voiding(A, 4, 1, 1), T);
        assertEquals(2, used());
    }

    @Test
    void aReleaseThatArrivesAgainFreesNothingMore() {
        apply(ask(A, 1, 2), T);
        apply(ask(B, 1, 2), T);
        Call release = new Call(A, 2, 1, 0, List.of(less(1, 1)), List.of());
        apply(release, T);
        apply(release, T);
        assertEquals(3, used());
    }

    @Test
    void releasesComeBeforeTheAsksOfTheirCall() {
        apply(ask(A, 1, 5), T);
        Call call = new Call(A, 2, 1, 0, List.of(less(1, 2)), List.of(asks(3)));
        assertEquals(2, granted(apply(call, T + 3_000)));
    }

    @Test
    void aRefusalIsTheSameStateSoThatNothingIsStored() {
        apply(ask(A, 1, 5), T);
        QuotaState full = state;
        assertEquals(0, granted(apply(ask(A, 2, 4), T + 1)));
        assertSame(full, state);
    }

    @Test
    void callersAreForgottenWhenTheyAreManyOrOld() {
        for (int i = 0; i < 100; i++) {
            apply(ask(new UUID(1, i), 1, 1), T + i * 610_000L);
            assertTrue(state.receipts().size() <= 3, "old callers stay");
        }
        Limits many = Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 1_000);
        for (int i = 0; i < 300; i++) {
            Ask ask = new Ask(many, Demand.ONE_REQUEST, 1);
            apply(new Call(new UUID(2, i), 1, 0, 0, List.of(), List.of(ask)), T + 10_000_000_000L);
        }
        assertEquals(QuotaState.MAX_CALLERS, state.receipts().size());
        assertEquals(
                new UUID(2, 299),
                state.receipts().get(QuotaState.MAX_CALLERS - 1).caller());
    }

    @Test
    void anAdjustmentIsTakenOnceThoughItComesWithEveryCallUntilOneIsAnswered() {
        apply(ask(B, 1, 3), T);
        apply(ask(A, 1, 2), T);
        apply(new Call(A, 2, 1, 0, List.of(less(1, 1)), List.of()), T);
        apply(new Call(A, 3, 1, 0, List.of(less(1, 1), less(2, 1)), List.of()), T);
        assertEquals(3, used());
    }

    @Test
    void anAdjustmentSurvivesTheUndoingOfTheCallThatBroughtIt() {
        apply(ask(A, 1, 2), T);
        apply(new Call(A, 2, 1, 0, List.of(less(1, 1)), List.of(asks(3))), T);
        apply(new Call(A, 3, 1, 0, List.of(less(1, 1)), List.of()), T);
        assertEquals(1, used());
    }

    @Test
    void permitsAreWhatTheirHolderSays() {
        assertEquals(4, granted(apply(permits(A, 1, 0, 9), T)));
        assertEquals(0, granted(apply(permits(B, 1, 0, 1), T)));
        apply(permits(A, 2, 1, 0), T);
        assertEquals(3, granted(apply(permits(B, 2, 0, 9), T)));
        apply(permits(A, 3, 0, 0), T);
        assertEquals(1, granted(apply(permits(B, 3, 3, 9), T)));
    }

    @Test
    void permitsOfALostCallAreGoneWithTheNext() {
        apply(permits(A, 1, 0, 4), T);
        assertEquals(0, granted(apply(permits(B, 1, 0, 1), T)));
        apply(new Call(A, 2, 0, 0, List.of(), List.of()), T);
        assertEquals(4, granted(apply(permits(B, 2, 0, 9), T)));
    }

    @Test
    void permitsOfAMemberThatHasLeftAreFree() {
        apply(permits(A, 1, 0, 3), T);
        Moment withoutA = new Moment(T, B, Set.of(B));
        Call rest = permits(B, 1, 0, 9);
        assertEquals(1, granted(state.apply(rest, at(T, B)).outcome()));
        assertEquals(4, granted(state.apply(rest, withoutA).outcome()));
    }

    @Test
    void whoSaysAgainWhatItHoldsHasItBack() {
        apply(permits(A, 1, 0, 3), T);
        state = state.apply(permits(B, 1, 0, 4), new Moment(T, B, Set.of(B))).state();
        apply(permits(A, 2, 3, 0), T);
        assertEquals(
                7,
                state.apply(permits(B, 2, 4, 1), at(T, B))
                        .outcome()
                        .verdicts()
                        .get(0)
                        .readings()
                        .get(0)
                        .used());
    }

    @Test
    void isNeverForgottenWhilePermitsAreOut() {
        apply(permits(A, 1, 0, 1), T);
        assertEquals(0, state.usefulMillis());
        apply(permits(A, 2, 0, 0), T);
        assertTrue(state.usefulMillis() > 0);
    }

    private static Call permits(UUID caller, long sequence, int held, int count) {
        Ask ask = new Ask(Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 4), Demand.ONE_REQUEST, count);
        return new Call(caller, sequence, sequence - 1, held, List.of(), List.of(ask));
    }

    @Test
    void isUsefulForLongerThanItsWindows() {
        apply(ask(A, 1, 1), T);
        assertTrue(state.usefulMillis() > 61_000);
    }

    @Test
    void survivesTheWire() throws IOException {
        apply(ask(A, 1, 3), T);
        apply(ask(B, 1, 1), T + 5_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LedgerWire.write(new DataOutputStream(bytes), state);
        QuotaState original = state;
        state = LedgerWire.readState(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertNotSame(original, state);
        assertEquals(original.receipts(), state.receipts());
        Call next = voiding(B, 3, 0, 5);
        Outcome expected = original.apply(next, at(T + 6_000, B)).outcome();
        assertEquals(expected, apply(next, T + 6_000));
        assertEquals(2, granted(expected));
    }

    @Test
    void callsAndOutcomesSurviveTheWire() throws IOException {
        Call call = new Call(A, 9, 4, 3, List.of(less(1, 2), less(2, -70)), List.of(asks(3), asks(1)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LedgerWire.write(new DataOutputStream(bytes), call);
        Outcome outcome = apply(call, T);
        LedgerWire.write(new DataOutputStream(bytes), outcome);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(call, LedgerWire.readCall(in));
        assertEquals(outcome, LedgerWire.readOutcome(in));
    }

    @CanIgnoreReturnValue
    private Outcome apply(Call call, long clock) {
        QuotaState.Step step = state.apply(call, at(clock, call.caller()));
        state = step.state();
        return step.outcome();
    }

    private long used() {
        Call probe = new Call(new UUID(9, 9), 1, 0, 0, List.of(), List.of(asks(0)));
        return state.apply(probe, at(T + 10_000, A))
                .outcome()
                .verdicts()
                .get(0)
                .readings()
                .get(0)
                .used();
    }

    /** Each caller is its own member. */
    private static Moment at(long clock, UUID caller) {
        return new Moment(clock, caller, Set.of(A, B));
    }

    private static Adjustment less(long ordinal, int requests) {
        return new Adjustment(ordinal, T, Units.of(FIVE, Demand.ONE_REQUEST).times(-requests));
    }

    private static int granted(Outcome outcome) {
        return outcome.verdicts().get(0).granted();
    }

    private static Call ask(UUID caller, long sequence, int count) {
        return voiding(caller, sequence, sequence - 1, count);
    }

    private static Call voiding(UUID caller, long sequence, long acknowledged, int count) {
        return new Call(caller, sequence, acknowledged, 0, List.of(), List.of(asks(count)));
    }

    private static Ask asks(int count) {
        return new Ask(FIVE, Demand.ONE_REQUEST, count);
    }
}
