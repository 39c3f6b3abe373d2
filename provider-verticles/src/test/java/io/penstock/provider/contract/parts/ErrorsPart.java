package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.OnUnsupported;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The provider's errors become Penstock's, with what another attempt could change. */
public interface ErrorsPart extends ContractPart {

    @Test
    default void everyKindOfErrorHasACase() {
        Set<Kind> needed =
                EnumSet.of(Kind.THROTTLED, Kind.OVERLOADED, Kind.BAD_KEY, Kind.CONTEXT_TOO_LONG, Kind.MODEL_NOT_FOUND);
        needed.removeAll(form().errors().stream().map(ErrorCase::kind).collect(Collectors.toSet()));
        assertEquals(Set.of(), needed, "no case of");
    }

    @TestFactory
    default Stream<DynamicTest> errorsInPlaceOfAnAnswer() {
        return Stream.concat(form().errors().stream().filter(error -> error.kind() != Kind.IN_BAND), proxies())
                .map(error -> dynamicTest(error.name(), () -> {
                    for (boolean stream : new boolean[] {true, false}) {
                        rig().renew(OnUnsupported.DROP);
                        Exchange exchange = rig().run(Ask.user("hi"), stream, WireAnswer.error(error));
                        check(error.expected(), exchange.failure());
                        assertEquals(
                                error.expected().retry(), exchange.failure().retry());
                        assertEquals("", exchange.ended().body(), "something was written");
                        assertEquals(null, exchange.ended().billed());
                    }
                }));
    }

    /** What comes from in between, whatever the provider. */
    private static Stream<ErrorCase> proxies() {
        return Stream.of(
                ErrorCase.of(
                        "a proxy's page",
                        Kind.OTHER,
                        502,
                        java.util.Map.of("content-type", "text/html"),
                        "<html><body><h1>502 Bad Gateway</h1></body></html>",
                        ExpectedError.failed("provider_error")),
                ErrorCase.of(
                        "an empty 500",
                        Kind.OTHER,
                        500,
                        java.util.Map.of(),
                        "",
                        ExpectedError.failed("provider_error")),
                ErrorCase.of(
                        "an empty 429",
                        Kind.OTHER,
                        429,
                        java.util.Map.of("retry-after", "3"),
                        "",
                        ExpectedError.throttled("rate_limit_exceeded", 3000)));
    }

    @TestFactory
    default Stream<DynamicTest> errorsInsideAStream() {
        return form().errors().stream()
                .filter(error -> error.kind() == Kind.IN_BAND)
                .flatMap(error -> Stream.of(
                        dynamicTest(error.name() + " before content", () -> beforeContent(error)),
                        dynamicTest(error.name() + " after content", () -> afterContent(error))));
    }

    private void beforeContent(ErrorCase error) {
        Exchange exchange = broken(Scenario.of().ending(Finish.NONE), error);
        check(error.expected(), exchange.failure());
        assertEquals(error.expected().retry(), exchange.failure().retry());
        assertEquals("", exchange.ended().body(), "something was written");
    }

    private void afterContent(ErrorCase error) {
        Exchange exchange = broken(Scenario.says("So ", "far").ending(Finish.NONE), error);
        check(error.expected(), exchange.failure());
        assertEquals(Failure.Retry.NEVER, exchange.failure().retry());
        Reply begun = Reply.begun(exchange.ended().body());
        assertEquals("So far", begun.content());
        assertEquals("", begun.finish());
        assertNotNull(exchange.ended().billed());
    }

    private Exchange broken(Scenario scenario, ErrorCase error) {
        rig().renew(OnUnsupported.DROP);
        Streamed stream = form().stream(scenario).then(error.frames());
        return rig().run(Ask.user("hi"), true, WireAnswer.stream(stream));
    }

    private void check(ExpectedError expected, Failure failure) {
        ApiError error = failure.error();
        assertEquals(expected.status(), error.status(), error::toString);
        assertEquals(expected.code(), error.code(), error::toString);
        assertEquals(expected.cause(), failure.cause(), error::toString);
        long hint = error.retryAfterMillis();
        boolean near = expected.retryAfterMillis() < 0
                ? hint < 0
                : Math.abs(hint - expected.retryAfterMillis()) <= 1000 && hint > 0;
        assertTrue(near, () -> "retry after " + hint + " and not " + expected.retryAfterMillis());
        assertFalse(error.message().isBlank());
        for (var key : form().config(java.net.URI.create("http://127.0.0.1:1")).apiKeys()) {
            assertFalse(error.message().contains(key.key().reveal()), "a key in the message");
        }
    }

    @Test
    default void whatIsNoAnswerIsMalformed() {
        for (String nonsense : List.of("[]", "{\"a\":", "hello", "")) {
            Exchange exchange = rig().run(Ask.user("hi"), false, WireAnswer.document(nonsense));
            String code = String.valueOf(exchange.failure().error().code());
            assertTrue(Set.of("upstream_malformed", "upstream_truncated").contains(code), nonsense + ": " + code);
            assertEquals("", exchange.ended().body());
        }
    }
}
