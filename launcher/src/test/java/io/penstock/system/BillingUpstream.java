package io.penstock.system;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.StreamAnswer;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** Ends each request as it was planned, and keeps the bill that the documents promise to count. */
final class BillingUpstream implements Answer {

    private final List<PlannedRequest> plan;

    /** @param plan by id */
    BillingUpstream(List<PlannedRequest> plan) {
        this.plan = plan;
    }

    @Override
    public void answer(UpstreamCall call, HttpServerResponse response) {
        PlannedRequest request = plan.get(Integer.parseInt(call.json().getString("user")));
        int attempt = request.attempts.incrementAndGet();
        answerOf(request, attempt, call.model()).answer(call, response);
        request.whenReceived.run();
    }

    private static Answer answerOf(PlannedRequest request, int attempt, String target) {
        return switch (request.end) {
            case COMPLETE -> complete(request);
            case NOTHING_USED -> Answer.completion("nothing", 0, 0);
            case NO_USAGE -> withoutUsage(request);
            case ERROR_500, RETRIED_IN_VAIN -> Answer.error(500, "broken", "broken");
            case ERROR_429 -> Answer.error(429, "later", "later");
            case RETRIED -> attempt == 1 ? Answer.error(500, "broken", "broken") : complete(request);
            case FAILOVER -> target.endsWith("-a") ? failing(request) : complete(request);
            case CUT ->
                request.variant == 0 ? counted(request) : counted(request).thenCut();
            case LEFT_AFTER, IDLE -> held(request);
            case LEFT_BEFORE -> silent(request);
            case FIRST_TOKEN ->
                request.variant == 0 ? promptOf(request, Answer.stream().role().thenHold()) : silent(request);
        };
    }

    private static Answer complete(PlannedRequest request) {
        int completion = request.pieces * request.perPiece;
        if (request.stream && request.variant == 0) {
            return counted(request).finish("stop").done();
        }
        request.bill.addAndGet(request.prompt + completion);
        if (!request.stream) {
            return Answer.json(Chunks.completion("x", "whole", request.prompt, completion));
        }
        StreamAnswer answer = Answer.stream().role();
        for (int i = 1; i <= request.pieces; i++) {
            answer.content(request.piece(i));
        }
        return answer.finish("stop").usage(request.prompt, completion).done();
    }

    private static Answer withoutUsage(PlannedRequest request) {
        request.bill.addAndGet(RequestEnd.PROMPT + 2);
        String whole = Chunks.completion("x", "eight ch");
        return request.stream
                ? Answer.stream().role().content("eight ch").finish("stop").done()
                : Answer.json(whole.substring(0, whole.indexOf(",\"usage\"")) + "}");
    }

    /** What the first of two targets does. */
    private static Answer failing(PlannedRequest request) {
        return switch (request.variant) {
            case 0 -> Answer.error(503, "busy", "busy");
            case 1 -> promptOf(request, Answer.hangUp());
            case 2 ->
                request.stream
                        ? promptOf(request, Answer.stream().role().thenCut())
                        : Answer.error(429, "later", "later");
            default -> Answer.error(500, "broken", "broken");
        };
    }

    private static Answer silent(PlannedRequest request) {
        return promptOf(request, Answer.silent());
    }

    private static Answer promptOf(PlannedRequest request, Answer answer) {
        request.bill.addAndGet(RequestEnd.PROMPT);
        return answer;
    }

    /** Some content and then nothing: counted with each piece, or by its text where the provider is silent on it. */
    private static Answer held(PlannedRequest request) {
        if (request.variant != 0) {
            return counted(request).thenHold();
        }
        StreamAnswer answer = Answer.stream().role();
        long bytes = 0;
        for (int i = 1; i <= request.pieces; i++) {
            answer.content(request.piece(i));
            bytes += request.piece(i).length();
        }
        request.bill.addAndGet(RequestEnd.PROMPT + (bytes + 3) / 4);
        return answer.thenHold();
    }

    private static StreamAnswer counted(PlannedRequest request) {
        StreamAnswer answer = Answer.stream().role();
        for (int i = 1; i <= request.pieces; i++) {
            answer.content(request.piece(i), request.prompt, i * request.perPiece);
        }
        request.bill.addAndGet(
                request.pieces == 0 ? RequestEnd.PROMPT : request.prompt + (long) request.pieces * request.perPiece);
        return answer;
    }
}
